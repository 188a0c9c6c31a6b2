package io.millrace.systemtests.spark;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of Spark in the format of {@code RowText} of the launcher. Needs a session with {@code datetime.java8API}. */
final class SparkRowText {
    private SparkRowText() {}

    static String of(Row row) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        String[] names = row.schema().fieldNames();
        for (int i = 0; i < names.length; i++) {
            fields.add(names[i] + "=" + text(row.get(i)));
        }
        return fields.toString();
    }

    private static String text(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Float number) {
            return Float.toHexString(number);
        }
        if (value instanceof Double number) {
            return Double.toHexString(number);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Row struct) {
            return of(struct);
        }
        if (value instanceof scala.collection.Seq<?> elements) {
            return list(CollectionConverters.asJava(elements));
        }
        if (value instanceof scala.collection.Map<?, ?> entries) {
            return map(CollectionConverters.asJava(entries));
        }
        if (value instanceof Instant || value instanceof LocalDate || value instanceof Boolean
                || value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return value.toString();
        }
        throw new IllegalStateException("Millrace writes no value of " + value.getClass());
    }

    private static String list(List<?> values) {
        StringJoiner elements = new StringJoiner(", ", "[", "]");
        values.forEach(value -> elements.add(text(value)));
        return elements.toString();
    }

    private static String map(Map<?, ?> values) {
        TreeMap<String, String> sorted = new TreeMap<>();
        values.forEach((key, value) -> sorted.put(quoted(String.valueOf(key)), text(value)));
        return sorted.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r") + '"';
    }
}
