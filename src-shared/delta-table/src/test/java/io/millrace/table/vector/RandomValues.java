package io.millrace.table.vector;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Random types of columns, and values of them.
 *
 * @param spread
 *            values follow from a number between minus this and this
 */
public record RandomValues(Random random, int spread) {
    /** A type that is nested this deeply at most. */
    public ColumnType type(int depth) {
        return switch (random.nextInt(depth > 0 ? 15 : 12)) {
            case 0 -> new ColumnType.Text();
            case 1 -> new ColumnType.Bool();
            case 2 -> new ColumnType.Int32();
            case 3 -> new ColumnType.Int64();
            case 4 -> new ColumnType.Float32();
            case 5 -> new ColumnType.Float64();
            case 6 -> new ColumnType.Bytes();
            case 7 -> new ColumnType.Date();
            case 8 -> new ColumnType.Timestamp();
            case 9 -> new ColumnType.Decimal(9, 2);
            case 10 -> new ColumnType.Decimal(18, 0);
            case 11 -> new ColumnType.Decimal(30, 10);
            case 12 -> new ColumnType.ListOf(type(depth - 1));
            case 13 -> new ColumnType.MapOf(type(depth - 1));
            default -> new ColumnType.Struct(List.of(new Column("a", type(depth - 1), false),
                    new Column("b", type(depth - 1), random.nextBoolean())));
        };
    }

    /** A value, or null. */
    public @Nullable Object value(ColumnType type) {
        return random.nextInt(5) == 0 ? null : present(type);
    }

    /** A value that is not null. */
    public Object present(ColumnType type) {
        return switch (type) {
            case ColumnType.ListOf list -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(list.element()));
                }
                yield elements;
            }
            case ColumnType.MapOf map -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    entries.put("k" + i, value(map.value()));
                }
                yield entries;
            }
            case ColumnType.Struct struct -> {
                Map<String, @Nullable Object> fields = new HashMap<>();
                struct.fields().forEach(field -> fields.put(field.name(),
                        field.required() ? present(field.type()) : value(field.type())));
                yield fields;
            }
            default -> simple(type);
        };
    }

    private Object simple(ColumnType type) {
        int number = random.nextInt(-spread, spread + 1);
        return switch (type) {
            case ColumnType.Text t -> "\u00e9".repeat(Math.floorMod(number, 7)) + (number == 0 ? "" : number);
            case ColumnType.Bool t -> number > 0;
            case ColumnType.Int32 t -> number;
            case ColumnType.Date t -> number;
            case ColumnType.Int64 t -> (long) number << 40;
            case ColumnType.Timestamp t -> (long) number;
            case ColumnType.Float32 t -> number == spread ? Float.NaN : number / 7f;
            case ColumnType.Float64 t -> number == spread ? Double.NaN : number / 7.0;
            case ColumnType.Bytes t ->
                Arrays.copyOf(Integer.toString(number).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Math.floorMod(number, 12));
            case ColumnType.Decimal decimal -> BigDecimal.valueOf(number * 1_003L, decimal.scale());
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    /** A value as a text, the same for equal values. */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> Arrays.toString(bytes);
            case List<?> list -> list.stream().map(RandomValues::text).toList().toString();
            case Map<?, ?> map -> new TreeMap<>(map.entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().toString(), entry -> text(entry.getValue()))))
                    .toString();
            default -> value.toString();
        };
    }
}
