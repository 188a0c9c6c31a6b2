package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.junit.jupiter.api.Test;

class RowTextTest {
    @Test
    void everyTypeHasATextOfItsOwn() {
        // given
        List<Column> columns = List.of(column("day", new ColumnType.Date()), column("at", new ColumnType.Timestamp()),
                column("price", new ColumnType.Decimal(10, 2)), column("ratio", new ColumnType.Float64()),
                column("raw", new ColumnType.Bytes()), column("note", new ColumnType.Text()),
                column("lines", new ColumnType.ListOf(new ColumnType.Struct(
                        List.of(column("sku", new ColumnType.Text()))))));
        Map<String, Object> row = new HashMap<>(Map.of("day", 17_562, "at", 1_517_363_399_650_001L, "price",
                new BigDecimal("9.90"), "ratio", 0.5, "raw", new byte[]{10, -1}, "lines",
                Arrays.asList(Map.of("sku", "a\n\"b"), null)));
        // then
        assertEquals("{day=2018-01-31, at=2018-01-31T01:49:59.650001Z, price=9.90, ratio=0x1.0p-1, raw=0aff, note=null,"
                + " lines=[{sku=\"a\\n\\\"b\"}, null]}", RowText.of(columns, row));
    }

    @Test
    void theOrderOfAMapsEntriesDoesNotMatterAndTextIsNoNull() {
        // given
        List<Column> columns = List.of(column("tags", new ColumnType.MapOf(new ColumnType.Text())));
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("a", "1");
        one.put("b", null);
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("b", null);
        other.put("a", "1");
        Map<String, Object> text = Map.of("a", "1", "b", "null");
        // then
        assertEquals(RowText.of(columns, Map.of("tags", one)), RowText.of(columns, Map.of("tags", other)));
        assertNotEquals(RowText.of(columns, Map.of("tags", one)), RowText.of(columns, Map.of("tags", text)));
    }

    private static Column column(String name, ColumnType type) {
        return new Column(name, type, false);
    }
}
