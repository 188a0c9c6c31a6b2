package io.millrace.table.internal;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.millrace.table.Column;
import io.millrace.table.ColumnType;
import io.millrace.table.RowValues;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Writes rows, as maps of values by column name, in the order of the columns. */
final class RowWriteSupport extends WriteSupport<Map<String, @Nullable Object>> {
    private final List<Column> columns;
    private @Nullable RecordConsumer consumer;
    private RowValues.@Nullable Names lastNames;
    private int[] lastPositions = {};

    RowWriteSupport(List<Column> columns) {
        this.columns = columns;
    }

    @Override
    public WriteContext init(@Nullable Configuration configuration) {
        return new WriteContext(ParquetSchemas.message(columns), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(ParquetSchemas.message(columns), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer out) {
        consumer = out;
    }

    @Override
    public void write(Map<String, @Nullable Object> row) {
        RecordConsumer out = Checks.notNull(consumer, "consumer");
        out.startMessage();
        if (row instanceof RowValues values) {
            int[] at = positions(values.names());
            for (int i = 0; i < at.length; i++) {
                Column column = columns.get(i);
                field(out, column.name(), i, column.type(), at[i] < 0 ? null : values.at(at[i]));
            }
        } else {
            fields(out, columns, row);
        }
        out.endMessage();
    }

    /** Where the columns stand in rows with these names; nearly always the same names as those of the row before. */
    private int[] positions(RowValues.Names names) {
        if (names != lastNames) {
            lastNames = names;
            lastPositions = columns.stream().mapToInt(column -> names.position(column.name())).toArray();
        }
        return lastPositions;
    }

    private static void fields(RecordConsumer out, List<Column> columns, Map<?, ?> values) {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            field(out, column.name(), i, column.type(), values.get(column.name()));
        }
    }

    private static void field(RecordConsumer out, String name, int index, ColumnType type, @Nullable Object value) {
        if (value != null) {
            out.startField(name, index);
            value(out, type, value);
            out.endField(name, index);
        }
    }

    private static void value(RecordConsumer out, ColumnType type, Object value) {
        switch (type) {
            case ColumnType.Text t -> out.addBinary(Binary.fromString((String) value));
            case ColumnType.Bool t -> out.addBoolean((Boolean) value);
            case ColumnType.Int32 t -> out.addInteger((Integer) value);
            case ColumnType.Date t -> out.addInteger((Integer) value);
            case ColumnType.Int64 t -> out.addLong((Long) value);
            case ColumnType.Timestamp t -> out.addLong((Long) value);
            case ColumnType.Float32 t -> out.addFloat((Float) value);
            case ColumnType.Float64 t -> out.addDouble((Double) value);
            case ColumnType.Bytes t -> out.addBinary(Binary.fromConstantByteArray((byte[]) value));
            case ColumnType.Decimal d -> decimal(out, d, (BigDecimal) value);
            case ColumnType.Struct s -> {
                out.startGroup();
                fields(out, s.fields(), (Map<?, ?>) value);
                out.endGroup();
            }
            case ColumnType.ListOf l -> list(out, l, (List<?>) value);
            case ColumnType.MapOf m -> map(out, m, (Map<?, ?>) value);
        }
    }

    private static void decimal(RecordConsumer out, ColumnType.Decimal type, BigDecimal value) {
        if (type.precision() <= ParquetSchemas.INT32_DIGITS) {
            out.addInteger(value.unscaledValue().intValueExact());
        } else if (type.precision() <= ParquetSchemas.INT64_DIGITS) {
            out.addLong(value.unscaledValue().longValueExact());
        } else {
            byte[] bytes = value.unscaledValue().toByteArray();
            byte[] padded = new byte[ParquetSchemas.decimalBytes(type.precision())];
            Arrays.fill(padded, (byte) (value.signum() < 0 ? -1 : 0));
            System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
            out.addBinary(Binary.fromConstantByteArray(padded));
        }
    }

    private static void list(RecordConsumer out, ColumnType.ListOf type, List<?> elements) {
        out.startGroup();
        if (!elements.isEmpty()) {
            out.startField("list", 0);
            for (Object element : elements) {
                out.startGroup();
                field(out, "element", 0, type.element(), element);
                out.endGroup();
            }
            out.endField("list", 0);
        }
        out.endGroup();
    }

    private static void map(RecordConsumer out, ColumnType.MapOf type, Map<?, ?> entries) {
        out.startGroup();
        if (!entries.isEmpty()) {
            out.startField("key_value", 0);
            entries.forEach((key, value) -> {
                out.startGroup();
                field(out, "key", 0, new ColumnType.Text(), key);
                field(out, "value", 1, type.value(), value);
                out.endGroup();
            });
            out.endField("key_value", 0);
        }
        out.endGroup();
    }
}
