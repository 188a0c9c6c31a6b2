package io.millrace.table.internal.log;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;

/**
 * Statistics of a data file, by which readers skip files.
 *
 * @param rows
 *            how many rows it has
 * @param columns
 *            statistics of its columns, in their order
 */
public record FileStatistics(long rows, List<ColumnStatistics> columns) {
    /**
     * Statistics of one column in a data file.
     *
     * @param column
     *            the column
     * @param nulls
     *            how many rows have no value; empty for a struct, list or map
     * @param low
     *            a value, in the form that {@link ColumnType} defines, that no value in the file is below
     * @param high
     *            a value that no value in the file is above
     */
    public record ColumnStatistics(
            Column column,
            Optional<Long> nulls,
            Optional<Object> low,
            Optional<Object> high) {
        /** The statistics of a column of which nothing is known. */
        public static ColumnStatistics none(Column column) {
            return new ColumnStatistics(column, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** The {@code stats} of an {@code add} action, as the Delta protocol defines them. */
    public String json() {
        StringBuilder json = new StringBuilder(64 + 96 * columns.size());
        json.append("{\"numRecords\":").append(rows);
        write(json, "minValues", ColumnStatistics::low, StatisticsJson::value);
        write(json, "maxValues", ColumnStatistics::high, StatisticsJson::value);
        write(json, "nullCount", ColumnStatistics::nulls, (text, type, count) -> text.append(count));
        return json.append('}').toString();
    }

    private interface JsonWriter {
        void append(StringBuilder json, ColumnType type, Object value);
    }

    private void write(StringBuilder json, String object, Function<ColumnStatistics, Optional<?>> part,
            JsonWriter writer) {
        json.append(",\"").append(object).append("\":{");
        int start = json.length();
        for (ColumnStatistics of : columns) {
            Optional<?> value = part.apply(of);
            boolean struct = of.column().type() instanceof ColumnType.Struct;
            if (value.isPresent() || struct) {
                if (json.length() > start) {
                    json.append(',');
                }
                StatisticsJson.text(json, of.column().name());
                json.append(':');
                if (struct) {
                    StatisticsJson.empty(json, of.column().type());
                } else {
                    writer.append(json, of.column().type(), value.get());
                }
            }
        }
        json.append('}');
    }
}
