package io.millrace.table.internal.log.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.log.FileStatistics;
import io.millrace.table.internal.log.FileStatistics.ColumnStatistics;
import org.junit.jupiter.api.Test;

class FileStatisticsTest {
    private static final long MICROS_PER_MILLI = 1_000L;
    private static final long END_OF_9999 = 253_402_300_799_999_999L;
    private static final ColumnType NESTED = new ColumnType.Struct(
            List.of(new Column("a", new ColumnType.Int32(), false),
                    new Column("in\"ner", new ColumnType.Struct(List.of()), false),
                    new Column("other", new ColumnType.Struct(List.of()), false)));
    private static final List<ColumnType> TYPES = List.of(new ColumnType.Text(), new ColumnType.Int32(),
            new ColumnType.Int64(), new ColumnType.Float32(), new ColumnType.Float64(), new ColumnType.Date(),
            new ColumnType.Timestamp(), NESTED, new ColumnType.ListOf(new ColumnType.Text()));

    @Test
    void theJsonIsWhatKernelWrites() {
        for (int seed = 0; seed < 2_000; seed++) {
            FileStatistics statistics = random(new Random(seed));

            assertEquals(kernelJson(statistics), statistics.json(), "seed " + seed);
        }
    }

    @Test
    void theLastMicrosecondOfTheYear9999IsWrittenAsItIs() {
        Column time = new Column("a_time", new ColumnType.Timestamp(), false);

        String json = new FileStatistics(1, List.of(new ColumnStatistics(time, Optional.of(0L),
                Optional.of(END_OF_9999 - 999), Optional.of(END_OF_9999)))).json();

        assertEquals("{\"numRecords\":1,\"minValues\":{\"a_time\":\"9999-12-31T23:59:59.999Z\"},"
                + "\"maxValues\":{\"a_time\":\"9999-12-31T23:59:59.999999Z\"},\"nullCount\":{\"a_time\":0}}", json);
    }

    private static FileStatistics random(Random dice) {
        List<ColumnStatistics> columns = new ArrayList<>();
        int count = dice.nextInt(6);
        for (int i = 0; i < count; i++) {
            ColumnType type = TYPES.get(dice.nextInt(TYPES.size()));
            Column column = new Column(i + text(dice), type, false);
            boolean counted = !(type instanceof ColumnType.Struct || type instanceof ColumnType.ListOf);
            columns.add(counted
                    ? new ColumnStatistics(column, Optional.of(dice.nextLong(1L << 40)), value(type, dice),
                            value(type, dice))
                    : ColumnStatistics.none(column));
        }
        return new FileStatistics(dice.nextLong(1L << 50), columns);
    }

    private static Optional<Object> value(ColumnType type, Random dice) {
        if (dice.nextInt(5) == 0) {
            return Optional.empty();
        }
        return Optional.of(switch (type) {
            case ColumnType.Int32 t -> dice.nextInt();
            case ColumnType.Int64 t -> dice.nextLong();
            case ColumnType.Float32 t -> Float.intBitsToFloat(dice.nextInt(8) == 0 ? 0x7f800000 : dice.nextInt());
            case ColumnType.Float64 t -> dice.nextInt(8) == 0 ? Double.NaN : Double.longBitsToDouble(dice.nextLong());
            case ColumnType.Date t -> dice.nextInt(-719_162, 2_932_897);
            case ColumnType.Timestamp t ->
                Math.floorDiv(dice.nextLong(-62_135_596_800_000_000L, END_OF_9999), MICROS_PER_MILLI)
                        * MICROS_PER_MILLI;
            default -> text(dice);
        });
    }

    private static String text(Random dice) {
        StringBuilder text = new StringBuilder();
        int length = dice.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(switch (dice.nextInt(4)) {
                case 0 -> dice.nextInt(' ');
                case 1 -> "\"\\/\u007f\u2028\ufffd".charAt(dice.nextInt(6));
                case 2 -> 0x1f600 + dice.nextInt(40);
                default -> ' ' + dice.nextInt(95);
            });
        }
        return text.toString();
    }

    private static String kernelJson(FileStatistics statistics) {
        Map<io.delta.kernel.expressions.Column, Literal> lows = new HashMap<>();
        Map<io.delta.kernel.expressions.Column, Literal> highs = new HashMap<>();
        Map<io.delta.kernel.expressions.Column, Long> nulls = new HashMap<>();
        for (ColumnStatistics of : statistics.columns()) {
            var column = new io.delta.kernel.expressions.Column(of.column().name());
            of.low().ifPresent(value -> lows.put(column, literal(of.column().type(), value)));
            of.high().ifPresent(value -> highs.put(column, literal(of.column().type(), value)));
            of.nulls().ifPresent(count -> nulls.put(column, count));
        }
        return new DataFileStatistics(statistics.rows(), lows, highs, nulls, Optional.empty()).serializeAsJson(
                DeltaTypes.schema(statistics.columns().stream().map(ColumnStatistics::column).toList()));
    }

    private static Literal literal(ColumnType type, Object value) {
        return switch (value) {
            case Integer day when type instanceof ColumnType.Date -> Literal.ofDate(day);
            case Integer number -> Literal.ofInt(number);
            case Long micros when type instanceof ColumnType.Timestamp -> Literal.ofTimestamp(micros);
            case Long number -> Literal.ofLong(number);
            case Float number -> Literal.ofFloat(number);
            case Double number -> Literal.ofDouble(number);
            default -> Literal.ofString((String) value);
        };
    }
}
