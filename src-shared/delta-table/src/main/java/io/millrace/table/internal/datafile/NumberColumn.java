package io.millrace.table.internal.datafile;

import java.util.function.Function;

import io.millrace.table.TableReader.KeyRowSink;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** A column of whole numbers or timestamps, row by row; {@link #NONE} where it has no value. Another writer may have chosen its type. */
final class NumberColumn {
    static final long NONE = KeyRowSink.NO_NUMBER;

    private final @Nullable ColumnReader reader;
    private final int there;
    private final PrimitiveType type;
    private final boolean plain;
    private final Function<Object, Object> decoding;

    /**
     * @param reader
     *            null for a column that the file lacks
     */
    NumberColumn(@Nullable ColumnReader reader) {
        this.reader = reader;
        if (reader == null) {
            this.there = 0;
            this.type = new PrimitiveType(PrimitiveType.Repetition.REQUIRED, PrimitiveType.PrimitiveTypeName.INT64, "");
            this.plain = true;
            this.decoding = Function.identity();
        } else {
            this.there = reader.getDescriptor().getMaxDefinitionLevel();
            this.type = reader.getDescriptor().getPrimitiveType();
            this.plain = isPlain(type);
            this.decoding = RowMaterializer.decoding(type);
        }
    }

    private static boolean isPlain(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> true;
            case INT64 -> !(type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp)
                    || timestamp.getUnit() == TimeUnit.MICROS;
            case INT96, BOOLEAN, BINARY, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY -> false;
        };
    }

    long next() {
        ColumnReader from = reader;
        if (from == null) {
            return NONE;
        }
        long value = from.getCurrentDefinitionLevel() < there ? NONE : value(from);
        from.consume();
        return value;
    }

    private long value(ColumnReader from) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> from.getInteger();
            case INT64 -> plain ? from.getLong() : number(from.getLong());
            case INT96 -> number(from.getBinary());
            case FLOAT, DOUBLE, BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException(
                    "column " + from.getDescriptor() + " is not a whole number or a timestamp");
        };
    }

    private long number(Object raw) {
        return ((Number) decoding.apply(raw)).longValue();
    }
}
