package io.millrace.table.internal.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

class ClusterRangesTest {
    private final TreeMap<byte[], Long> rows = new TreeMap<>(Arrays::compareUnsigned);

    private void value(String value, long count) {
        rows.put(value.getBytes(StandardCharsets.UTF_8), count);
    }

    private static int of(ClusterRanges clusters, String value) {
        return clusters.of(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rangesHaveAboutEqualRowsAndFollowTheValues() {
        for (int i = 0; i < 100; i++) {
            value(String.format("v%02d", i), 10);
        }

        ClusterRanges clusters = ClusterRanges.of("region", rows, 10);

        assertEquals(10, clusters.count());
        for (int i = 0; i < 100; i++) {
            assertEquals(i / 10, of(clusters, String.format("v%02d", i)), "value " + i);
        }
    }

    @Test
    void aFrequentValueHasARangeOfItsOwn() {
        value("a", 1);
        value("b", 500);
        value("c", 1);
        value("d", 1);

        ClusterRanges clusters = ClusterRanges.of("region", rows, 10);

        assertEquals(3, clusters.count());
        assertEquals(0, of(clusters, "a"));
        assertEquals(1, of(clusters, "b"));
        assertEquals(2, of(clusters, "c"));
        assertEquals(2, of(clusters, "d"));
    }

    @Test
    void valuesThatWereNotCountedAndNullHaveARangeToo() {
        value("b", 10);
        value("d", 10);
        ClusterRanges clusters = ClusterRanges.of("region", rows, 2);

        assertEquals(0, clusters.of((byte[]) null));
        assertEquals(0, of(clusters, ""));
        assertEquals(0, of(clusters, "c"));
        assertEquals(1, of(clusters, "z"));
        Map<String, Object> row = new HashMap<>();
        row.put("region", null);
        assertEquals(0, clusters.of(row));
        assertEquals(1, clusters.of(Map.of("region", "d")));
    }

    /** Readers compare texts by their bytes, and Java does not. */
    @Test
    void rangesAreInTheOrderOfBytes() {
        value("\uFFFD", 10);
        value("\uD83C\uDF0D", 10);

        ClusterRanges clusters = ClusterRanges.of("region", rows, 2);

        assertTrue(of(clusters, "\uFFFD") < of(clusters, "\uD83C\uDF0D"));
    }
}
