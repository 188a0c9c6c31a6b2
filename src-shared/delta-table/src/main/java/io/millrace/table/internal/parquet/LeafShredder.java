package io.millrace.table.internal.parquet;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.vector.BooleanVector;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.DoubleVector;
import io.millrace.table.vector.FloatVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.ListVector;
import io.millrace.table.vector.LongVector;
import io.millrace.table.vector.MapVector;
import io.millrace.table.vector.StructVector;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of a vector of a simple type to its leaf column.
 *
 * @param vector
 *            null when the rows lack the column or field
 * @param values
 *            writes an entry that is not null
 */
record LeafShredder(String name, boolean required, @Nullable ColumnVector vector, ColumnWriter out,
        ValueWriter values) implements ColumnShredder {
    /** Writes an entry that is not null. */
    interface ValueWriter {
        void write(ColumnWriter out, int index, int repetition, int definition);
    }

    /** The shredder of a leaf column. */
    static LeafShredder of(String name, ColumnType type, boolean required, @Nullable ColumnVector vector,
            ColumnWriter out) {
        return new LeafShredder(name, required, vector, out, values(type, vector));
    }

    private static ValueWriter values(ColumnType type, @Nullable ColumnVector vector) {
        return switch (vector) {
            case null -> (out, i, r, d) -> out.writeNull(r, d);
            case IntVector ints -> (out, i, r, d) -> out.write(ints.at(i), r, d);
            case LongVector longs when type instanceof ColumnType.Decimal decimal
                    && decimal.precision() <= ParquetSchemas.INT32_DIGITS ->
                (out, i, r, d) -> out.write(Math.toIntExact(longs.at(i)), r, d);
            case LongVector longs -> (out, i, r, d) -> out.write(longs.at(i), r, d);
            case FloatVector floats -> (out, i, r, d) -> out.write(floats.at(i), r, d);
            case DoubleVector doubles -> (out, i, r, d) -> out.write(doubles.at(i), r, d);
            case BooleanVector booleans -> (out, i, r, d) -> out.write(booleans.at(i), r, d);
            case BytesVector bytes -> (out, i, r, d) -> out.write(
                    Binary.fromReusedByteArray(bytes.bytes(), bytes.begin(i), bytes.length(i)), r, d);
            case StructVector struct -> throw new IllegalArgumentException("no leaf: " + type);
            case ListVector list -> throw new IllegalArgumentException("no leaf: " + type);
            case MapVector map -> throw new IllegalArgumentException("no leaf: " + type);
        };
    }

    @Override
    public void write(int index, int repetition, int definition) {
        if (vector == null || vector.isNull(index)) {
            Column.refuseNull(required, name);
            out.writeNull(repetition, definition);
        } else {
            values.write(out, index, repetition, required ? definition : definition + 1);
        }
    }

    @Override
    public void absent(int repetition, int definition) {
        out.writeNull(repetition, definition);
    }
}
