package io.millrace.landing.decode;

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

/** The bytes that the entries of a vector take in its arrays. */
final class UsedBytes {
    private UsedBytes() {}

    static long of(ColumnVector vector) {
        long entries = vector.size();
        return entries + switch (vector) {
            case BooleanVector v -> entries;
            case IntVector v -> Integer.BYTES * entries;
            case FloatVector v -> Float.BYTES * entries;
            case LongVector v -> Long.BYTES * entries;
            case DoubleVector v -> Double.BYTES * entries;
            case BytesVector texts -> Integer.BYTES * entries + texts.begin(texts.size());
            case ListVector list -> Integer.BYTES * entries + of(list.elements());
            case MapVector map -> Integer.BYTES * entries + of(map.keys()) + of(map.values());
            case StructVector struct -> struct.fields().stream().mapToLong(UsedBytes::of).sum();
        };
    }
}
