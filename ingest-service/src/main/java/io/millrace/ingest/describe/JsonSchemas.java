package io.millrace.ingest.describe;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.contracts.Contract;
import io.millrace.contracts.SupportedTypes;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Writes contracts as JSON Schema 2020-12: what JSON an event of the stream may be. */
final class JsonSchemas {
    private final JsonGenerator json;

    JsonSchemas(JsonGenerator json) {
        this.json = json;
    }

    /** The inside of the schema of an event. The id may be missing: requests have other ways to name events. */
    void event(Contract contract) throws IOException {
        record(contract.schema(), contract.roles().eventId());
    }

    private void record(Schema schema, String optional) throws IOException {
        json.writeStringField("type", "object");
        describe(schema.getDoc());
        json.writeBooleanField("additionalProperties", false);
        json.writeArrayFieldStart("required");
        for (Schema.Field field : schema.getFields()) {
            if (!field.hasDefaultValue() && !field.name().equals(optional)) {
                json.writeString(field.name());
            }
        }
        json.writeEndArray();
        json.writeObjectFieldStart("properties");
        for (Schema.Field field : schema.getFields()) {
            json.writeObjectFieldStart(field.name());
            describe(field.doc());
            value(field.schema());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void value(Schema declared) throws IOException {
        if (declared.getType() != Schema.Type.UNION) {
            plain(declared);
            return;
        }
        json.writeArrayFieldStart("oneOf");
        json.writeStartObject();
        json.writeStringField("type", "null");
        json.writeEndObject();
        json.writeStartObject();
        plain(SupportedTypes.nonNull(declared));
        json.writeEndObject();
        json.writeEndArray();
    }

    private void plain(Schema schema) throws IOException {
        switch (schema.getType()) {
            case RECORD -> record(schema, "");
            case ARRAY -> {
                json.writeStringField("type", "array");
                nested("items", schema.getElementType());
            }
            case MAP -> {
                json.writeStringField("type", "object");
                nested("additionalProperties", schema.getValueType());
            }
            case ENUM -> {
                json.writeArrayFieldStart("enum");
                for (String symbol : schema.getEnumSymbols()) {
                    json.writeString(symbol);
                }
                json.writeEndArray();
            }
            case STRING -> {
                json.writeStringField("type", "string");
                if (schema.getLogicalType() instanceof LogicalTypes.Uuid) {
                    json.writeStringField("format", "uuid");
                }
            }
            case INT, LONG -> whole(schema);
            case FLOAT, DOUBLE -> json.writeStringField("type", "number");
            case BOOLEAN -> json.writeStringField("type", "boolean");
            case BYTES, FIXED -> binary(schema);
            case UNION, NULL -> throw new IllegalArgumentException("a contract holds no bare " + schema);
        }
    }

    private void whole(Schema schema) throws IOException {
        switch (schema.getLogicalType()) {
            case LogicalTypes.Date unused -> either("date", "days since 1970-01-01");
            case LogicalTypes.TimestampMillis unused -> either("date-time", "milliseconds since 1970-01-01 UTC");
            case LogicalTypes.TimestampMicros unused -> either("date-time", "microseconds since 1970-01-01 UTC");
            case null, default -> {
                json.writeStringField("type", "integer");
                boolean isInt = schema.getType() == Schema.Type.INT;
                json.writeNumberField("minimum", isInt ? Integer.MIN_VALUE : Long.MIN_VALUE);
                json.writeNumberField("maximum", isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
            }
        }
    }

    private void either(String format, String unit) throws IOException {
        json.writeArrayFieldStart("oneOf");
        json.writeStartObject();
        json.writeStringField("type", "string");
        json.writeStringField("format", format);
        json.writeEndObject();
        json.writeStartObject();
        json.writeStringField("type", "integer");
        json.writeStringField("description", unit);
        json.writeEndObject();
        json.writeEndArray();
    }

    private void binary(Schema schema) throws IOException {
        switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal decimal -> {
                json.writeArrayFieldStart("type");
                json.writeString("number");
                json.writeString("string");
                json.writeEndArray();
                describe("a decimal of at most " + decimal.getPrecision() + " digits, " + decimal.getScale()
                        + " of them decimal places");
            }
            case LogicalTypes.Uuid unused -> {
                json.writeStringField("type", "string");
                json.writeStringField("format", "uuid");
            }
            case null, default -> {
                json.writeStringField("type", "string");
                json.writeStringField("contentEncoding", "base64");
            }
        }
    }

    private void nested(String name, Schema schema) throws IOException {
        json.writeObjectFieldStart(name);
        value(schema);
        json.writeEndObject();
    }

    private void describe(@org.jspecify.annotations.Nullable String doc) throws IOException {
        if (doc != null) {
            json.writeStringField("description", doc);
        }
    }
}
