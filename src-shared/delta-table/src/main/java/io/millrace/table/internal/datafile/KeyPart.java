package io.millrace.table.internal.datafile;

import java.nio.charset.StandardCharsets;

import org.apache.parquet.column.ColumnReader;

/** One part of a key, row by row, as the UTF-8 bytes of its text. */
public final class KeyPart {
    private enum KeyType {
        TEXT, LONG, INT
    }

    private final ColumnReader reader;
    private final KeyType type;

    public KeyPart(ColumnReader reader) {
        this.reader = reader;
        this.type = switch (reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
            case BINARY -> KeyType.TEXT;
            case INT64 -> KeyType.LONG;
            case INT32 -> KeyType.INT;
            case INT96, FLOAT, DOUBLE, BOOLEAN, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException(
                    "column " + reader.getDescriptor() + " cannot be part of a key");
        };
    }

    /** The part of the next row. */
    public byte[] next() {
        byte[] part = switch (type) {
            case TEXT -> reader.getBinary().getBytesUnsafe();
            case LONG -> Long.toString(reader.getLong()).getBytes(StandardCharsets.US_ASCII);
            case INT -> Integer.toString(reader.getInteger()).getBytes(StandardCharsets.US_ASCII);
        };
        reader.consume();
        return part;
    }
}
