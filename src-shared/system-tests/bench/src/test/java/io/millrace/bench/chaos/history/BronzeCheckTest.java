package io.millrace.bench.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BronzeCheckTest {
    private static final Map<Integer, Long> ENDS = Map.of(0, 3L, 1, 2L, 2, 0L);

    private final Discrepancies found = new Discrepancies();
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    @BeforeEach
    void everyOffset() {
        ENDS.forEach((partition, end) -> {
            for (long offset = 0; offset < end; offset++) {
                rows.add(new HashMap<>(Map.of("partition", partition, "offset", offset)));
            }
        });
    }

    @Test
    void everyOffsetOnceIsRight() {
        check();

        assertTrue(found.isEmpty(), () -> found.named().toString());
    }

    @Test
    void offsetThatIsNotThereIsLost() {
        rows.remove(Map.of("partition", 1, "offset", 0L));
        check();

        assertEquals(List.of("bronze_lost: partition 1, offset 0"), found.named());
    }

    @Test
    void offsetThatIsThereTwiceIsADuplicate() {
        rows.add(new HashMap<>(Map.of("partition", 0, "offset", 2L)));
        check();

        assertEquals(List.of("bronze_duplicate: partition 0, offset 2"), found.named());
    }

    @Test
    void partitionWithoutAnyRowIsLost() {
        rows.removeIf(row -> Integer.valueOf(0).equals(row.get("partition")));
        check();

        assertEquals(3, found.count(Discrepancy.BRONZE_LOST));
    }

    private void check() {
        BronzeCheck.of(rows::forEach, ENDS, found);
    }
}
