package io.millrace.systemtests.interop;

import java.math.BigDecimal;
import java.sql.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import io.delta.standalone.data.RowRecord;
import io.delta.standalone.types.ArrayType;
import io.delta.standalone.types.BinaryType;
import io.delta.standalone.types.BooleanType;
import io.delta.standalone.types.DataType;
import io.delta.standalone.types.DateType;
import io.delta.standalone.types.DecimalType;
import io.delta.standalone.types.DoubleType;
import io.delta.standalone.types.FloatType;
import io.delta.standalone.types.IntegerType;
import io.delta.standalone.types.LongType;
import io.delta.standalone.types.MapType;
import io.delta.standalone.types.StringType;
import io.delta.standalone.types.StructField;
import io.delta.standalone.types.StructType;
import io.delta.standalone.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of delta-standalone as {@code RowText} of the launcher writes ours; runs in the reader's JVM. Timestamps are left
 * out: its reader decodes Parquet's deprecated INT96 only and ends in a {@code MatchError} on INT64 microseconds, which
 * Kernel and we write. Decimals are given their scale back: of those that Parquet holds as INT32 or INT64, which is where
 * Spark, Kernel and we put up to 18 digits, it returns the digits without the scale.
 */
final class StandaloneRowText {
    private StandaloneRowText() {}

    static String of(RowRecord row) {
        StringJoiner fields = new StringJoiner(", ", "{", "}");
        for (StructField field : row.getSchema().getFields()) {
            if (field.getDataType() instanceof TimestampType) {
                continue;
            }
            fields.add(field.getName() + "=" + text(top(row, field.getName(), field.getDataType())));
        }
        return fields.toString();
    }

    private static @Nullable Object top(RowRecord row, String name, DataType type) {
        if (row.isNullAt(name)) {
            return null;
        }
        return switch (type) {
            case StringType t -> row.getString(name);
            case BooleanType t -> row.getBoolean(name);
            case IntegerType t -> row.getInt(name);
            case LongType t -> row.getLong(name);
            case FloatType t -> row.getFloat(name);
            case DoubleType t -> row.getDouble(name);
            case BinaryType t -> row.getBinary(name);
            case DateType t -> row.getDate(name);
            case DecimalType t -> scaled(row.getBigDecimal(name), t.getScale());
            case StructType t -> row.getRecord(name);
            case ArrayType t -> row.getList(name);
            case MapType t -> row.getMap(name);
            default -> throw new IllegalStateException("Millrace writes no column of type " + type.getTypeName());
        };
    }

    private static BigDecimal scaled(BigDecimal read, int scale) {
        return read.scale() == 0 ? new BigDecimal(read.unscaledValue(), scale) : read.setScale(scale);
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> quoted(text);
            case Float number -> Float.toHexString(number);
            case Double number -> Double.toHexString(number);
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Date date -> date.toLocalDate().toString();
            case BigDecimal decimal -> decimal.toPlainString();
            case RowRecord struct -> of(struct);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case Boolean flag -> flag.toString();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            default -> throw new IllegalStateException("Millrace writes no value of " + value.getClass());
        };
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
