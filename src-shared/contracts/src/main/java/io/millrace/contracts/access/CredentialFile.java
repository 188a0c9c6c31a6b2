package io.millrace.contracts.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lines of {@code name credential grants}; empty lines and lines that begin with {@code #} say nothing. */
public final class CredentialFile {
    /** A line. */
    public record Line(String credential, Principal principal) {}

    private CredentialFile() {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException
     *             when a line is no such line, without its credential
     */
    public static List<Line> read(Path file) {
        List<Line> lines = new ArrayList<>();
        try {
            int number = 0;
            for (String text : Files.readAllLines(file)) {
                number++;
                if (!text.isBlank() && !text.startsWith("#")) {
                    lines.add(line(text.strip().split("\\s+"), file + " line " + number));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the credentials in " + file
                    + "; check that the file exists and that this service has permission to read it", e);
        }
        return lines;
    }

    private static Line line(String[] parts, String place) {
        if (parts.length != 3) {
            throw new IllegalArgumentException(place + " must be: name credential grants");
        }
        try {
            return new Line(parts[1], new Principal(parts[0], Principal.grants(parts[2])));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage());
        }
    }
}
