package io.millrace.table.internal.datafile;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.millrace.table.ColumnType;
import io.millrace.table.internal.parquet.ParquetSchemas;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Writes one value of a simple type, as {@link ColumnType} has it, as Parquet has it. */
interface LeafEncoder {
    void write(ColumnWriter out, Object value, int repetition, int definition);

    static LeafEncoder of(ColumnType type) {
        return switch (type) {
            case ColumnType.Text t -> LeafEncoder::text;
            case ColumnType.Bool t -> (out, value, r, d) -> out.write((boolean) value, r, d);
            case ColumnType.Int32 t -> LeafEncoder::number32;
            case ColumnType.Date t -> LeafEncoder::number32;
            case ColumnType.Int64 t -> LeafEncoder::number64;
            case ColumnType.Timestamp t -> LeafEncoder::number64;
            case ColumnType.Float32 t -> (out, value, r, d) -> out.write((float) value, r, d);
            case ColumnType.Float64 t -> (out, value, r, d) -> out.write((double) value, r, d);
            case ColumnType.Bytes t ->
                (out, value, r, d) -> out.write(Binary.fromConstantByteArray((byte[]) value), r, d);
            case ColumnType.Decimal decimal -> decimal(decimal.precision());
            case ColumnType.Struct s -> throw new IllegalArgumentException("no leaf: " + s);
            case ColumnType.ListOf l -> throw new IllegalArgumentException("no leaf: " + l);
            case ColumnType.MapOf m -> throw new IllegalArgumentException("no leaf: " + m);
        };
    }

    private static void text(ColumnWriter out, Object value, int repetition, int definition) {
        byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
        out.write(Binary.fromConstantByteArray(bytes), repetition, definition);
    }

    private static void number32(ColumnWriter out, Object value, int repetition, int definition) {
        out.write((int) value, repetition, definition);
    }

    private static void number64(ColumnWriter out, Object value, int repetition, int definition) {
        out.write((long) value, repetition, definition);
    }

    private static LeafEncoder decimal(int precision) {
        if (precision <= ParquetSchemas.INT32_DIGITS) {
            return (out, value, r, d) -> out.write(((BigDecimal) value).unscaledValue().intValueExact(), r, d);
        }
        if (precision <= ParquetSchemas.INT64_DIGITS) {
            return (out, value, r, d) -> out.write(((BigDecimal) value).unscaledValue().longValueExact(), r, d);
        }
        int length = ParquetSchemas.decimalBytes(precision);
        return (out, value, r, d) -> out.write(Binary.fromConstantByteArray(padded((BigDecimal) value, length)), r, d);
    }

    private static byte[] padded(BigDecimal value, int length) {
        byte[] bytes = value.unscaledValue().toByteArray();
        byte[] padded = new byte[length];
        Arrays.fill(padded, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
        return padded;
    }
}
