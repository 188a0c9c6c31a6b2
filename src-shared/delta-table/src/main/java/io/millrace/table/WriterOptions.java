package io.millrace.table;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a writer uses a table.
 *
 * @param writer
 *            its name in the log and in {@code _written_by}: lower-case letters, digits and dashes, beginning with a letter
 * @param dedupHorizon
 *            how long, by ingestion time, a key is guaranteed to be recognised again; more than zero
 * @param keyIndexBytes
 *            how much memory the key index may hold, in bytes; zero or more
 */
public record WriterOptions(String writer, Duration dedupHorizon, long keyIndexBytes) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    public WriterOptions {
        checkName(writer);
        if (!dedupHorizon.isPositive()) {
            throw new IllegalArgumentException("the dedup horizon must be more than zero, not " + dedupHorizon);
        }
        if (keyIndexBytes < 0) {
            throw new IllegalArgumentException("the key index cannot hold " + keyIndexBytes + " bytes");
        }
    }

    static void checkName(String writer) {
        if (!NAME.matcher(writer).matches()) {
            throw new IllegalArgumentException(
                    "the name of a writer has lower-case letters, digits and dashes and begins"
                            + " with a letter, unlike \"" + writer + "\"");
        }
    }
}
