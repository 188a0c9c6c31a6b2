package io.millrace.landing.decode;

import java.util.List;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;

/**
 * The memory that an entry takes in the vectors of a column, in bytes, without the bytes of texts and without the elements of arrays and
 * maps. A null takes as much.
 */
final class ColumnWeight {
    private static final long NULL_MARK = 1;
    private static final long END = Integer.BYTES;

    private ColumnWeight() {}

    /** An entry of each of these columns. */
    static long of(List<Column> columns) {
        return columns.stream().mapToLong(column -> of(column.type())).sum();
    }

    /** An entry of a column of this type. */
    static long of(ColumnType type) {
        return NULL_MARK + switch (type) {
            case ColumnType.Bool t -> Byte.BYTES;
            case ColumnType.Int32 t -> Integer.BYTES;
            case ColumnType.Date t -> Integer.BYTES;
            case ColumnType.Float32 t -> Float.BYTES;
            case ColumnType.Int64 t -> Long.BYTES;
            case ColumnType.Timestamp t -> Long.BYTES;
            case ColumnType.Float64 t -> Double.BYTES;
            case ColumnType.Text t -> END;
            case ColumnType.Bytes t -> END;
            case ColumnType.ListOf t -> END;
            case ColumnType.MapOf t -> END;
            case ColumnType.Decimal decimal -> decimal.isLong() ? Long.BYTES : END + decimal.bytes();
            case ColumnType.Struct struct -> of(struct.fields());
        };
    }

    /** A key of a map. */
    static long ofKey() {
        return of(new ColumnType.Text());
    }
}
