package io.millrace.table.internal.maintenance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.millrace.table.internal.storage.TableStorage;

/**
 * The files that vacuum found unused, and since which version. Stored beside the table, because the process that found them may
 * have ended when they are old enough. Losing it only delays their removal.
 *
 * @param table
 *            the id of the table
 * @param asOf
 *            the version of the last vacuum, -1 before the first
 * @param files
 *            the finding for each file, by path relative to the table
 */
record UnusedFileLog(String table, long asOf, Map<String, Sighting> files) {
    /**
     * An unused file.
     *
     * @param since
     *            the version in which it was first found unused
     * @param orphan
     *            whether no version up to the last vacuum has contained it
     */
    record Sighting(long since, boolean orphan) {}

    static final String FOLDER = "_upkeep";

    private static final String NAME = FOLDER + "/unused-files";
    private static final String ORPHAN = "orphan ";

    /** Reads the findings for a table; empty when they are those of another table at this location. */
    static UnusedFileLog read(TableStorage io, String location, String table) throws IOException {
        UnusedFileLog none = new UnusedFileLog(table, -1, Map.of());
        String text;
        try (InputStream in = io.file(location + "/" + NAME, 0).open()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException neverSeenAny) {
            return none;
        }
        try {
            UnusedFileLog read = parse(text);
            return read.table.equals(table) ? read : none;
        } catch (NumberFormatException | IndexOutOfBoundsException notOurs) {
            return none;
        }
    }

    /** A line with the version and the table, then for each file a line with its version, a space and its path. */
    private static UnusedFileLog parse(String text) {
        String[] lines = text.split("\n", -1);
        Map<String, Sighting> files = HashMap.newHashMap(lines.length);
        for (int i = 1; i < lines.length; i++) {
            boolean orphan = lines[i].startsWith(ORPHAN);
            String line = orphan ? lines[i].substring(ORPHAN.length()) : lines[i];
            int space = line.indexOf(' ');
            if (space > 0) {
                files.put(line.substring(space + 1), new Sighting(Long.parseLong(line.substring(0, space)), orphan));
            }
        }
        int space = lines[0].indexOf(' ');
        return new UnusedFileLog(lines[0].substring(space + 1), Long.parseLong(lines[0].substring(0, space)), files);
    }

    void write(TableStorage io, String location) throws IOException {
        StringBuilder text = new StringBuilder().append(asOf).append(' ').append(table);
        files.forEach((path, seen) -> text.append('\n').append(seen.orphan() ? ORPHAN : "").append(seen.since())
                .append(' ').append(path));
        io.replace(location + "/" + NAME, text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
}
