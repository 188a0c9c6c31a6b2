package io.millrace.contracts.schema;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Builds an example of a valid event of a contract, with the required fields only. */
public final class ExampleEvent {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String TIME = "2026-01-01T00:00:00Z";
    private static final String UUID = "018cc251-f400-7000-8000-000000000001";

    private ExampleEvent() {}

    /** The event as JSON on one line. */
    public static String of(Contract contract) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, contract.schema(), "");
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write an example to memory", e);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, Schema schema, String name) throws IOException {
        switch (schema.getType()) {
            case RECORD -> {
                json.writeStartObject();
                for (Schema.Field field : schema.getFields()) {
                    if (!field.hasDefaultValue()) {
                        json.writeFieldName(field.name());
                        write(json, field.schema(), field.name());
                    }
                }
                json.writeEndObject();
            }
            case ARRAY -> {
                json.writeStartArray();
                write(json, schema.getElementType(), name);
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                json.writeEndObject();
            }
            case UNION, NULL -> json.writeNull();
            case ENUM -> json.writeString(schema.getEnumSymbols().getFirst());
            case STRING -> json.writeString(schema.getLogicalType() instanceof LogicalTypes.Uuid ? UUID : name + "-1");
            case INT -> json.writeNumber(1);
            case LONG -> writeLong(json, schema);
            case FLOAT, DOUBLE -> json.writeNumber(1.5);
            case BOOLEAN -> json.writeBoolean(true);
            case BYTES, FIXED -> writeBinary(json, schema);
        }
    }

    private static void writeLong(JsonGenerator json, Schema schema) throws IOException {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                || schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
            json.writeString(TIME);
        } else {
            json.writeNumber(1L);
        }
    }

    private static void writeBinary(JsonGenerator json, Schema schema) throws IOException {
        switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal unused -> json.writeString("0");
            case LogicalTypes.Uuid unused -> json.writeString(UUID);
            case null, default -> json.writeBinary(
                    new byte[schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : 0]);
        }
    }
}
