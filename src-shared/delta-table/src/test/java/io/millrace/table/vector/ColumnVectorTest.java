package io.millrace.table.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnVectorTest {
    private static final int CASES = 300;

    /** Random types, with entries that are begun and removed again in between, and vectors that are used again. */
    @Test
    void everyTypeKeepsWhatWasAppendedAndForgetsWhatWasRemoved() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            RandomValues values = new RandomValues(random, 3);
            ColumnType type = values.type(3);
            ColumnVector vector = ColumnVector.of(type);
            for (int use = 0; use < 3; use++) {
                List<@Nullable Object> expected = new ArrayList<>();
                for (int i = random.nextInt(200); i > 0; i--) {
                    Object value = values.value(type);
                    vector.append(value);
                    if (random.nextInt(4) == 0) {
                        begin(values, vector, type);
                        vector.truncate(expected.size());
                    } else {
                        expected.add(value);
                    }
                }
                assertEquals(expected.size(), vector.size(), "seed " + seed);
                for (int i = 0; i < expected.size(); i++) {
                    assertEquals(RandomValues.text(expected.get(i)), RandomValues.text(vector.get(i)),
                            "seed " + seed + ", " + type);
                    assertEquals(expected.get(i) == null, vector.isNull(i), "seed " + seed);
                }
                vector.clear();
                assertEquals(0, vector.size());
            }
        }
    }

    @Test
    void equalEntriesHaveEqualHashes() {
        for (ColumnType type : List.of(new ColumnType.Text(), new ColumnType.Int32(), new ColumnType.Int64(),
                new ColumnType.Bool(), new ColumnType.Date())) {
            RandomValues random = new RandomValues(new Random(5), 3);
            ColumnVector vector = ColumnVector.of(type);
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Object value = i % 7 == 0 ? null : random.present(type);
                values.add(value);
                vector.append(value);
            }
            for (int i = 0; i < values.size(); i++) {
                for (int j = 0; j < values.size(); j++) {
                    boolean same = java.util.Objects.equals(values.get(i), values.get(j));
                    assertEquals(same, vector.same(i, j), type + ": " + values.get(i) + ", " + values.get(j));
                    assertTrue(!same || vector.hash(i) == vector.hash(j));
                }
            }
        }
    }

    @Test
    void memoryIsUsedAgainAndGivenBackWhenItWasMuchMoreThanNeeded() {
        ColumnVector texts = ColumnVector.of(new ColumnType.Text());
        for (int i = 0; i < 100_000; i++) {
            texts.append("a text of some length");
        }
        long large = texts.capacityBytes();
        texts.clear();
        assertEquals(large, texts.capacityBytes());

        texts.append("short");
        texts.clear();

        assertTrue(texts.capacityBytes() < large / 100, () -> texts.capacityBytes() + " of " + large);
    }

    @Test
    void memoryOfElementsIsUsedAgain() {
        ColumnType text = new ColumnType.Text();
        Map<ColumnType, Object> values = Map.of(new ColumnType.ListOf(text), List.of("a", "b"),
                new ColumnType.MapOf(text), Map.of("a", "b"),
                new ColumnType.Struct(List.of(new Column("a", text, false))), Map.of("a", "b"));
        values.forEach((type, value) -> {
            ColumnVector vector = ColumnVector.of(type);
            for (int i = 0; i < 10_000; i++) {
                vector.append(value);
            }
            long full = vector.capacityBytes();
            vector.clear();
            assertEquals(full, vector.capacityBytes(), type.toString());
            vector.append(value);
            vector.clear();
            assertTrue(vector.capacityBytes() < full / 4, type.toString());
        });
    }

    @Test
    void valueOfAnotherTypeOrScaleIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ColumnVector.of(new ColumnType.Int32()).append("1"));
        assertThrows(IllegalArgumentException.class,
                () -> ColumnVector.of(new ColumnType.Decimal(9, 2)).append(new BigDecimal("1.5")));
        assertThrows(IllegalArgumentException.class,
                () -> ColumnVector.of(new ColumnType.Decimal(38, 2)).append(new BigDecimal("1.5")));
    }

    @Test
    void decimalsOfAnyLengthArePaddedWithTheirSign() {
        ColumnType.Decimal type = new ColumnType.Decimal(38, 3);
        for (String text : List.of("0", "-1", "127", "-129", "99999999999999999999999999999999999999",
                "-99999999999999999999999999999999999999")) {
            byte[] unscaled = new BigInteger(text).toByteArray();
            for (int leading = 0; leading < 4; leading++) {
                byte[] source = new byte[unscaled.length + leading];
                java.util.Arrays.fill(source, (byte) (unscaled[0] < 0 ? -1 : 0));
                System.arraycopy(unscaled, 0, source, leading, unscaled.length);
                BytesVector vector = (BytesVector) ColumnVector.of(type);
                vector.appendDecimal(source, 0, source.length, type.bytes());

                assertEquals(new BigDecimal(new BigInteger(text), 3), vector.get(0));
                assertEquals(type.bytes(), vector.length(0));
            }
        }
    }

    @Test
    void nullTextIsNoEmptyText() {
        BytesVector texts = BytesVector.ofText();
        texts.append("");
        texts.appendNull();
        texts.append("a".getBytes(StandardCharsets.UTF_8), 0, 1);

        assertTrue(texts.isEmptyText(0));
        assertFalse(texts.isEmptyText(1));
        assertNull(texts.get(1));
        assertEquals(0, texts.length(1));
        assertArrayEquals(new byte[]{'a'}, java.util.Arrays.copyOfRange(texts.bytes(), texts.begin(2),
                texts.begin(2) + texts.length(2)));
    }

    /** An entry that is begun and not completed. */
    private static void begin(RandomValues values, ColumnVector vector, ColumnType type) {
        switch (vector) {
            case ListVector list -> list.elements().append(values.value(((ColumnType.ListOf) type).element()));
            case MapVector map -> map.keys().append("begun");
            case StructVector struct -> struct.fields().getFirst()
                    .append(values.value(((ColumnType.Struct) type).fields().getFirst().type()));
            default -> vector.append(values.value(type));
        }
    }
}
