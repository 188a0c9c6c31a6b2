package io.millrace.ingest.sqlview;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Writes Avro values as SQL, each with its type, so that no engine guesses one. */
record SqlLiterals(SqlDialect sql) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS")
            .withZone(ZoneOffset.UTC);
    private static final long MICROS_PER_MILLI = 1_000;

    String of(Schema declared, @Nullable Object value) {
        Schema schema = SupportedTypes.nonNull(declared);
        return value == null ? "NULL" : "CAST(" + bare(schema, value) + " AS " + sql.type(schema) + ")";
    }

    private String bare(Schema schema, Object value) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal decimal ->
                sql.text(new BigDecimal(new BigInteger(bytes(value)), decimal.getScale()).toPlainString());
            case LogicalTypes.Date unused -> sql.text(LocalDate.ofEpochDay(((Integer) value)).toString());
            case LogicalTypes.TimestampMillis unused -> time((Long) value * MICROS_PER_MILLI);
            case LogicalTypes.TimestampMicros unused -> time((Long) value);
            case null, default -> plain(schema, value);
        };
    }

    private String plain(Schema schema, Object value) {
        return switch (schema.getType()) {
            case STRING, ENUM -> sql.text(value.toString());
            case BOOLEAN, INT, LONG -> value.toString();
            case FLOAT, DOUBLE -> sql.text(value.toString());
            case BYTES, FIXED -> binary(bytes(value));
            case ARRAY -> array(((List<?>) value).stream().map(v -> of(schema.getElementType(), v)).toList());
            case MAP -> map(schema, (Map<?, ?>) value);
            case RECORD -> struct((GenericRecord) value);
            case UNION, NULL -> throw new IllegalArgumentException("a contract holds no bare " + schema);
        };
    }

    private String time(long micros) {
        String text = TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        return sql.text(text + (sql == SqlDialect.TRINO ? " UTC" : "+00:00"));
    }

    private String binary(byte[] bytes) {
        String hex = HexFormat.of().withUpperCase().formatHex(bytes);
        return sql == SqlDialect.DUCKDB ? "unhex('" + hex + "')" : "X'" + hex + "'";
    }

    private String array(List<String> elements) {
        String inside = String.join(", ", elements);
        return switch (sql) {
            case SPARK -> "array(" + inside + ")";
            case TRINO -> "ARRAY[" + inside + "]";
            case DUCKDB -> "[" + inside + "]";
        };
    }

    private String map(Schema schema, Map<?, ?> value) {
        Map<String, String> entries = new TreeMap<>();
        value.forEach((k, v) -> entries.put(sql.text(k.toString()), of(schema.getValueType(), v)));
        String keys = String.join(", ", entries.keySet());
        String values = String.join(", ", entries.values());
        return switch (sql) {
            case SPARK -> "map_from_arrays(array(" + keys + "), array(" + values + "))";
            case TRINO -> "MAP(ARRAY[" + keys + "], ARRAY[" + values + "])";
            case DUCKDB -> "map([" + keys + "], [" + values + "])";
        };
    }

    private String struct(GenericRecord value) {
        return sql.struct(value.getSchema(), value.getSchema().getFields().stream()
                .map(f -> of(f.schema(), value.get(f.pos()))).toList());
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
