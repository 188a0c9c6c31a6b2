package io.millrace.table.internal.index;

import java.util.function.Function;

import io.millrace.table.internal.datafile.RowMaterializer;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/** The revision column, read at some rows in ascending order; null is 0. */
final class RevisionColumn {
    private final @Nullable ColumnReader reader;
    private final Function<Object, Object> decoding;
    private long next;

    RevisionColumn(@Nullable ColumnReader reader) {
        this.reader = reader;
        this.decoding = reader == null
                ? Function.identity()
                : RowMaterializer.decoding(reader.getDescriptor().getPrimitiveType());
    }

    long at(long row) {
        if (reader == null) {
            return 0;
        }
        for (; next < row; next++) {
            skip(reader);
        }
        if (reader.getCurrentDefinitionLevel() < reader.getDescriptor().getMaxDefinitionLevel()) {
            return 0;
        }
        Object raw = switch (reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> reader.getInteger();
            case INT64 -> reader.getLong();
            case INT96 -> reader.getBinary();
            case FLOAT, DOUBLE, BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException(
                    "column " + reader.getDescriptor() + " cannot be a revision");
        };
        return ((Number) decoding.apply(raw)).longValue();
    }

    private static void skip(ColumnReader reader) {
        if (reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel()) {
            reader.skip();
        }
        reader.consume();
    }
}
