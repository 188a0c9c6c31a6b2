package io.millrace.landing.decode;

import org.apache.avro.Schema;

/**
 * Reads a value of a field that the contract does not have, and keeps nothing of it.
 *
 * @param schema
 *            what it was written with; it does not contain itself
 */
record SkipStep(Schema schema) implements AvroStep {
    @Override
    public void read(AvroCursor in) {
        skip(schema, in);
    }

    @SuppressWarnings("CheckReturnValue")
    private static void skip(Schema schema, AvroCursor in) {
        switch (schema.getType()) {
            case NULL -> {
                // Takes no bytes.
            }
            case BOOLEAN -> in.readBoolean();
            case INT, ENUM -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.take(Float.BYTES);
            case DOUBLE -> in.take(Double.BYTES);
            case FIXED -> in.take(schema.getFixedSize());
            case BYTES -> in.take(in.readLength());
            case STRING -> skipText(in);
            case UNION -> skipUnion(schema, in);
            case RECORD -> schema.getFields().forEach(field -> skip(field.schema(), in));
            case ARRAY -> {
                for (int count = in.skipBlocks(); count > 0; count = in.skipBlocks()) {
                    for (int i = 0; i < count; i++) {
                        skip(schema.getElementType(), in);
                    }
                }
            }
            case MAP -> {
                for (int count = in.skipBlocks(); count > 0; count = in.skipBlocks()) {
                    for (int i = 0; i < count; i++) {
                        skipText(in);
                        skip(schema.getValueType(), in);
                    }
                }
            }
        }
    }

    private static void skipUnion(Schema schema, AvroCursor in) {
        int index = in.readInt();
        if (index < 0 || index >= schema.getTypes().size()) {
            throw UnplannedException.INSTANCE;
        }
        skip(schema.getTypes().get(index), in);
    }

    private static void skipText(AvroCursor in) {
        int length = in.readLength();
        int from = in.take(length);
        if (!StrictUtf8.isValid(in.bytes(), from, from + length)) {
            throw UnplannedException.INSTANCE;
        }
    }
}
