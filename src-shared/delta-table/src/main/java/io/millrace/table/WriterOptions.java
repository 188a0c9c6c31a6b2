package io.millrace.table;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Options of a writer of a table.
 *
 * @param writer
 *            its name in the log and in {@code _written_by}: lower-case letters, digits and dashes, beginning with a letter
 * @param dedupHorizon
 *            how long after the ingestion of a row another delivery of its key is guaranteed to be recognised; more than zero
 * @param keyIndexBytes
 *            upper limit of the memory of the key index, in bytes, 0 or more
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
