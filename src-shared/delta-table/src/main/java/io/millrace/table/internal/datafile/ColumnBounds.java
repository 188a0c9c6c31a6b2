package io.millrace.table.internal.datafile;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.parquet.NanPageStore;
import org.apache.parquet.io.api.Binary;

/**
 * Bounds of the values of a column in a file, for the statistics in the log. A bound must never be narrower than the values, in
 * the order of any reader; and a column with bounds in one file needs them in every file, since some readers skip a file
 * without bounds. Bounds of numbers and dates are values of the file, since Spark answers MIN and MAX from them.
 *
 * <ul>
 * <li>Texts are ordered by their UTF-8 bytes. Long bounds are cut: an upper bound to the next text after all texts with that prefix.
 * <li>Timestamps are written in milliseconds: the lower bound is rounded down and the upper bound up. An upper bound in the
 * last millisecond of the year 9999, a usual time for "never", is not rounded: readers do not parse the year 10000.
 * <li>Zero has two signs, and readers differ in whether they are equal.
 * <li>NaN is above all numbers (see {@link NanPageStore}).
 * </ul>
 */
final class ColumnBounds {
    /** Bytes of UTF-8. Longer bounds would make the log grow and hardly rule out more files. */
    private static final int MAX_TEXT = 256;
    private static final long MICROS_PER_MILLI = 1_000L;
    private static final long MIN_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long MAX_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    private static final int MIN_DAY = day(1, 1, 1);
    private static final int MAX_DAY = day(9999, 12, 31);

    private ColumnBounds() {}

    private static int day(int year, int month, int day) {
        return Math.toIntExact(LocalDate.of(year, month, day).toEpochDay());
    }

    /**
     * A lower bound.
     *
     * @param value
     *            the least value, in the type of Parquet
     */
    static Optional<Object> low(ColumnType type, Object value) {
        return switch (value) {
            case Binary text when type instanceof ColumnType.Text -> Optional.of(prefix(text));
            case Long micros when type instanceof ColumnType.Timestamp ->
                millis(Math.floorDiv(micros, MICROS_PER_MILLI));
            case Float number -> Optional.of(number == 0 ? -0.0f : number);
            case Double number -> Optional.of(number == 0 ? -0.0 : number);
            default -> whole(type, value);
        };
    }

    /**
     * An upper bound.
     *
     * @param value
     *            the greatest value, in the type of Parquet
     */
    static Optional<Object> high(ColumnType type, Object value) {
        return switch (value) {
            case Binary text when type instanceof ColumnType.Text -> Optional.of(
                    text.length() <= MAX_TEXT
                            ? text.toStringUsingUTF8()
                            : after(prefix(text)).orElse(text.toStringUsingUTF8()));
            case Long micros when type instanceof ColumnType.Timestamp -> isInLastMillisecond(micros)
                    ? Optional.of(micros)
                    : millis(Math.ceilDiv(micros, MICROS_PER_MILLI));
            case Float number -> Optional.of(number == 0 ? 0.0f : number);
            case Double number -> Optional.of(number == 0 ? 0.0 : number);
            default -> whole(type, value);
        };
    }

    /** Whether a time is in the last millisecond of the year 9999, but not at its beginning. */
    private static boolean isInLastMillisecond(long micros) {
        return micros > MAX_MILLIS * MICROS_PER_MILLI && micros < (MAX_MILLIS + 1) * MICROS_PER_MILLI;
    }

    private static Optional<Object> millis(long millis) {
        return millis < MIN_MILLIS || millis > MAX_MILLIS
                ? Optional.empty()
                : Optional.of(millis * MICROS_PER_MILLI);
    }

    private static Optional<Object> day(int day) {
        return day < MIN_DAY || day > MAX_DAY ? Optional.empty() : Optional.of(day);
    }

    private static Optional<Object> whole(ColumnType type, Object value) {
        return switch (type) {
            case ColumnType.Int32 t -> Optional.of(value);
            case ColumnType.Int64 t -> Optional.of(value);
            case ColumnType.Date t -> day((Integer) value);
            default -> Optional.empty();
        };
    }

    /** The beginning of a text that has at most {@link #MAX_TEXT} bytes, in whole code points. */
    private static String prefix(Binary text) {
        byte[] bytes = text.getBytesUnsafe();
        int length = Math.min(bytes.length, MAX_TEXT);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The least text, by code points, above all texts with the prefix; empty when there is none. */
    private static Optional<String> after(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return Optional.of(prefix.substring(0, end) + Character.toString(next));
            }
        }
        return Optional.empty();
    }
}
