package io.millrace.ingest.sqlview;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** How an engine writes names, tables and types. */
public enum SqlDialect {
    /** Spark SQL. */
    SPARK,
    /** Trino. */
    TRINO,
    /** DuckDB with its delta extension. */
    DUCKDB;

    /** The name of a column or table. */
    String name(String name) {
        return this == SPARK ? "`" + name.replace("`", "``") + "`" : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** The text after FROM, for a table given by its name, in parts with dots between them, or by its path. */
    String table(String table) {
        boolean isPath = table.contains("/");
        return switch (this) {
            case SPARK -> isPath ? "delta." + name(table) : dotted(table);
            case TRINO -> dotted(table);
            case DUCKDB -> isPath ? "delta_scan(" + text(table) + ")" : dotted(table);
        };
    }

    /** A string. */
    String text(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return this == SPARK ? "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'" : quoted;
    }

    /** The type that a column of the table has here. */
    String type(Schema declared) {
        Schema schema = SupportedTypes.nonNull(declared);
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return "DECIMAL(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return "DATE";
        }
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                || schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
            return choose("TIMESTAMP", "TIMESTAMP(6) WITH TIME ZONE", "TIMESTAMPTZ");
        }
        return switch (schema.getType()) {
            case STRING, ENUM -> choose("STRING", "VARCHAR", "VARCHAR");
            case BOOLEAN -> "BOOLEAN";
            case INT -> choose("INT", "INTEGER", "INTEGER");
            case LONG -> "BIGINT";
            case FLOAT -> choose("FLOAT", "REAL", "FLOAT");
            case DOUBLE -> "DOUBLE";
            case BYTES, FIXED -> choose("BINARY", "VARBINARY", "BLOB");
            case ARRAY -> {
                String element = type(schema.getElementType());
                yield choose("ARRAY<" + element + ">", "ARRAY(" + element + ")", element + "[]");
            }
            case MAP -> {
                String value = type(schema.getValueType());
                yield choose("MAP<STRING, " + value + ">", "MAP(VARCHAR, " + value + ")",
                        "MAP(VARCHAR, " + value + ")");
            }
            case RECORD -> {
                String separator = this == SPARK ? ": " : " ";
                String fields = schema.getFields().stream()
                        .map(f -> name(f.name()) + separator + type(f.schema())).collect(Collectors.joining(", "));
                yield choose("STRUCT<" + fields + ">", "ROW(" + fields + ")", "STRUCT(" + fields + ")");
            }
            case UNION, NULL -> throw new IllegalArgumentException("a contract holds no bare " + schema);
        };
    }

    /** A field of a record. */
    String field(String record, String field) {
        return this == DUCKDB ? "struct_extract(" + record + ", " + text(field) + ")" : record + "." + name(field);
    }

    /** A record of the type with these values of its fields, in order. */
    String struct(Schema type, List<String> values) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String name = text(type.getFields().get(i).name());
            named.add(choose(name + ", " + values.get(i), values.get(i), name + ": " + values.get(i)));
        }
        String inside = String.join(", ", named);
        return choose("named_struct(" + inside + ")", "ROW(" + inside + ")", "{" + inside + "}");
    }

    /** The array with this made of each of its elements. */
    String eachElement(String array, String variable, String made) {
        return this == DUCKDB
                ? "list_transform(" + array + ", lambda " + variable + ": " + made + ")"
                : "transform(" + array + ", " + variable + " -> " + made + ")";
    }

    /** The value of an entry, where one is made of each entry of a map. */
    String entryValue(String variable) {
        return this == DUCKDB ? "struct_extract(" + variable + ", 'value')" : variable;
    }

    /** The map with this made of the {@link #entryValue} of each of its entries. */
    String eachEntry(String map, String variable, String made) {
        return this == DUCKDB
                ? "CASE WHEN " + map + " IS NULL THEN NULL ELSE map_from_entries(list_transform(map_entries(" + map
                        + "), lambda " + variable + ": {'key': struct_extract(" + variable + ", 'key'), 'value': "
                        + made
                        + "})) END"
                : "transform_values(" + map + ", (k" + variable + ", " + variable + ") -> " + made + ")";
    }

    private String dotted(String table) {
        return java.util.Arrays.stream(table.split("\\.")).map(this::name).collect(Collectors.joining("."));
    }

    private String choose(String spark, String trino, String duckdb) {
        return switch (this) {
            case SPARK -> spark;
            case TRINO -> trino;
            case DUCKDB -> duckdb;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
