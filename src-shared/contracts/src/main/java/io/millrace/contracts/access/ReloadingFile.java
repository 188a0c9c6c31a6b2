package io.millrace.contracts.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parsed content of a file, reloaded when the file changes, so that keys can be changed without a restart. A broken
 * or missing file changes nothing, so that a mistake does not lock out all callers; it is logged at each check.
 *
 * @param <T>
 *            what is made of the file
 */
public final class ReloadingFile<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingFile.class);

    private final Path file;
    private final Function<Path, T> reading;
    private volatile T current;
    private byte[] bytes;
    /** At the last look. */
    private byte[] seen;

    /** Reads the file; fails when it cannot be read. */
    public ReloadingFile(Path file, Function<Path, T> reading) {
        this.file = file;
        this.reading = reading;
        this.bytes = bytesOf(file);
        this.seen = bytes;
        this.current = reading.apply(file);
    }

    /** The content of the file when it was last valid. */
    public T current() {
        return current;
    }

    /**
     * Looks whether the file has changed; by its bytes, because mounted secrets keep their times. What it says now
     * holds when it said so at the last look, too: a file that is being written is not whole.
     */
    public void look() {
        try {
            byte[] now = bytesOf(file);
            boolean settled = Arrays.equals(now, seen);
            seen = now;
            if (settled && !Arrays.equals(now, bytes)) {
                current = reading.apply(file);
                bytes = now;
                LOG.info("The credentials in {} have changed and are in use", file);
            }
        } catch (RuntimeException e) {
            LOG.error("The credentials in {} cannot be read; the previous ones stay in use: {}", file, e.getMessage());
        }
    }

    private static byte[] bytesOf(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the credentials in " + file
                    + "; check that the file exists and that this service has permission to read it", e);
        }
    }
}
