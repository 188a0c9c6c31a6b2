package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.junit.jupiter.api.Test;

class RowJsonTest {
    @Test
    void datesTimestampsAndDecimalsAreTextAndNullStaysNull() {
        // given
        List<Column> columns = List.of(new Column("day", new ColumnType.Date(), true),
                new Column("at", new ColumnType.Timestamp(), true),
                new Column("price", new ColumnType.Decimal(10, 2), true),
                new Column("note", new ColumnType.Text(), false),
                new Column("lines", new ColumnType.ListOf(new ColumnType.Struct(
                        List.of(new Column("sku", new ColumnType.Text(), false)))), false));
        Map<String, Object> row = new HashMap<>(Map.of("day", 17_562, "at", 1_517_363_399_650_001L, "price",
                new BigDecimal("9.90"), "lines", List.of(Map.of("sku", "a"))));
        // then
        assertEquals("{\"day\":\"2018-01-31\",\"at\":\"2018-01-31T01:49:59.650001Z\",\"price\":\"9.90\","
                + "\"note\":null,\"lines\":[{\"sku\":\"a\"}]}", RowJson.of(columns, row).toString());
    }
}
