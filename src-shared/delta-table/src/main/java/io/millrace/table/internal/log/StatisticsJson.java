package io.millrace.table.internal.log;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;

/** Values of statistics as JSON, in the forms of the Delta protocol. */
final class StatisticsJson {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_MILLI = 1_000L;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private StatisticsJson() {}

    /** Appends a value of a column of this type. */
    static void value(StringBuilder json, ColumnType type, Object value) {
        switch (value) {
            case String text -> text(json, text);
            case Integer day when type instanceof ColumnType.Date ->
                json.append('"').append(LocalDate.ofEpochDay(day)).append('"');
            case Long micros when type instanceof ColumnType.Timestamp -> time(json, micros);
            case Float number when !Float.isFinite(number) -> json.append('"').append(number).append('"');
            case Double number when !Double.isFinite(number) -> json.append('"').append(number).append('"');
            default -> json.append(value);
        }
    }

    /** Appends a time with milliseconds, as readers expect it; with microseconds only where milliseconds would cut it. */
    private static void time(StringBuilder json, long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO, ZoneOffset.UTC);
        json.append('"');
        (micros % MICROS_PER_MILLI == 0 ? MILLIS : MICROS).formatTo(time, json);
        json.append('"');
    }

    /** Appends the object of a struct without values, as Kernel writes it: with an empty object for each struct in it. */
    static void empty(StringBuilder json, ColumnType type) {
        json.append('{');
        if (type instanceof ColumnType.Struct struct) {
            String comma = "";
            for (Column field : struct.fields()) {
                if (field.type() instanceof ColumnType.Struct) {
                    json.append(comma);
                    text(json, field.name());
                    json.append(':');
                    empty(json, field.type());
                    comma = ",";
                }
            }
        }
        json.append('}');
    }

    /** Appends a text in quotes. */
    static void text(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
