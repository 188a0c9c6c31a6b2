package io.millrace.table.internal.datafile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Assembles rows by the schema of the file itself, which may be that of another writer: Spark writes every column as optional,
 * and may write timestamps as INT96. Values have the forms that {@code ColumnType} defines.
 */
public final class RowMaterializer extends RecordMaterializer<Map<String, @Nullable Object>> {
    private static final long JULIAN_EPOCH_DAY = 2_440_588L;
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final StructConverter root;

    RowMaterializer(MessageType fileSchema) {
        root = new StructConverter(fileSchema, row -> {});
    }

    @Override
    public Map<String, @Nullable Object> getCurrentRecord() {
        return root.values;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    private static Converter converter(Type type, Consumer<@Nullable Object> sink) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (type.isPrimitive()) {
            return new ValueConverter(type.asPrimitiveType(), sink);
        }
        GroupType group = type.asGroupType();
        if (logical instanceof ListLogicalTypeAnnotation) {
            return new ListConverter(group, sink);
        }
        if (logical instanceof MapLogicalTypeAnnotation) {
            return new MapConverter(group, sink);
        }
        return new StructConverter(group, sink);
    }

    /** Converts a raw Parquet value, which is a Boolean, Integer, Long, Float, Double or Binary, to the form of the column type. */
    public static Function<Object, Object> decoding(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof StringLogicalTypeAnnotation) {
            return raw -> ((Binary) raw).toStringUsingUTF8();
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return raw -> new BigDecimal(raw instanceof Binary b
                    ? new BigInteger(b.getBytes())
                    : BigInteger.valueOf(((Number) raw).longValue()), decimal.getScale());
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return switch (timestamp.getUnit()) {
                case MILLIS -> raw -> Math.multiplyExact((Long) raw, 1_000L);
                case MICROS -> raw -> raw;
                case NANOS -> raw -> Math.floorDiv((Long) raw, 1_000L);
            };
        }
        return switch (type.getPrimitiveTypeName()) {
            case INT96 -> raw -> int96((Binary) raw);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> raw -> ((Binary) raw).getBytes();
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> raw -> raw;
        };
    }

    /** INT96: nanoseconds of the day, then the Julian day, both little-endian. */
    private static Long int96(Binary raw) {
        ByteBuffer bytes = raw.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanosOfDay = bytes.getLong();
        return (bytes.getInt() - JULIAN_EPOCH_DAY) * MICROS_PER_DAY + nanosOfDay / 1_000L;
    }

    private static final class ValueConverter extends PrimitiveConverter {
        private final PrimitiveType type;
        private final Function<Object, Object> decoding;
        private final Consumer<@Nullable Object> sink;
        private Object[] dictionary = {};

        ValueConverter(PrimitiveType type, Consumer<@Nullable Object> sink) {
            this.type = type;
            this.decoding = decoding(type);
            this.sink = sink;
        }

        @Override
        public boolean hasDictionarySupport() {
            return true;
        }

        @Override
        public void setDictionary(Dictionary raw) {
            dictionary = new Object[raw.getMaxId() + 1];
            for (int id = 0; id < dictionary.length; id++) {
                dictionary[id] = decoding.apply(value(raw, id));
            }
        }

        private Object value(Dictionary raw, int id) {
            return switch (type.getPrimitiveTypeName()) {
                case INT32 -> raw.decodeToInt(id);
                case INT64 -> raw.decodeToLong(id);
                case FLOAT -> raw.decodeToFloat(id);
                case DOUBLE -> raw.decodeToDouble(id);
                case BOOLEAN -> raw.decodeToBoolean(id);
                case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> raw.decodeToBinary(id);
            };
        }

        @Override
        public void addValueFromDictionary(int id) {
            sink.accept(dictionary[id]);
        }

        @Override
        public void addBinary(Binary raw) {
            sink.accept(decoding.apply(raw));
        }

        @Override
        public void addBoolean(boolean raw) {
            sink.accept(decoding.apply(raw));
        }

        @Override
        public void addInt(int raw) {
            sink.accept(decoding.apply(raw));
        }

        @Override
        public void addLong(long raw) {
            sink.accept(decoding.apply(raw));
        }

        @Override
        public void addFloat(float raw) {
            sink.accept(decoding.apply(raw));
        }

        @Override
        public void addDouble(double raw) {
            sink.accept(decoding.apply(raw));
        }
    }

    private static class StructConverter extends GroupConverter {
        private final List<Converter> fields = new ArrayList<>();
        private final Consumer<@Nullable Object> sink;
        private Map<String, @Nullable Object> values = new LinkedHashMap<>();

        StructConverter(GroupType type, Consumer<@Nullable Object> sink) {
            this.sink = sink;
            for (Type field : type.getFields()) {
                fields.add(converter(field, value -> values.put(field.getName(), value)));
            }
        }

        @Override
        public Converter getConverter(int index) {
            return fields.get(index);
        }

        @Override
        public void start() {
            values = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            sink.accept(values);
        }
    }

    /** A three-level list: a repeated group around each element, which may be null. */
    private static final class ListConverter extends GroupConverter {
        private final Consumer<@Nullable Object> sink;
        private final Converter repeated;
        private List<@Nullable Object> elements = new ArrayList<>();
        private @Nullable Object element;

        ListConverter(GroupType list, Consumer<@Nullable Object> sink) {
            this.sink = sink;
            Type inner = list.getType(0);
            repeated = inner.isPrimitive()
                    ? converter(inner, value -> elements.add(value))
                    : new Repeated(List.of(converter(inner.asGroupType().getType(0), value -> element = value)), () -> {
                        elements.add(element);
                        element = null;
                    });
        }

        @Override
        public Converter getConverter(int index) {
            return repeated;
        }

        @Override
        public void start() {
            elements = new ArrayList<>();
        }

        @Override
        public void end() {
            sink.accept(elements);
        }
    }

    private static final class MapConverter extends GroupConverter {
        private final Consumer<@Nullable Object> sink;
        private final Converter repeated;
        private Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        private String key = "";
        private @Nullable Object value;

        MapConverter(GroupType map, Consumer<@Nullable Object> sink) {
            this.sink = sink;
            GroupType entry = map.getType(0).asGroupType();
            repeated = new Repeated(List.of(converter(entry.getType(0), k -> key = String.valueOf(k)),
                    converter(entry.getType(1), v -> value = v)), () -> {
                        entries.put(key, value);
                        value = null;
                    });
        }

        @Override
        public Converter getConverter(int index) {
            return repeated;
        }

        @Override
        public void start() {
            entries = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            sink.accept(entries);
        }
    }

    private static final class Repeated extends GroupConverter {
        private final List<Converter> parts;
        private final Runnable atEnd;

        Repeated(List<Converter> parts, Runnable atEnd) {
            this.parts = parts;
            this.atEnd = atEnd;
        }

        @Override
        public Converter getConverter(int index) {
            return parts.get(index);
        }

        @Override
        public void start() {
            // Parts were reset at the end of the repetition before.
        }

        @Override
        public void end() {
            atEnd.run();
        }
    }
}
