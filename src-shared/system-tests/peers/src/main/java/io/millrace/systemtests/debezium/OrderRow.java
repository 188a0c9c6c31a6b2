package io.millrace.systemtests.debezium;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code orders}, as PostgreSQL has it and as the Delta table must have it.
 *
 * @param placedAtMicros
 *            microseconds since the epoch
 * @param day
 *            days since the epoch
 * @param raw
 *            bytes as hexadecimal text
 */
record OrderRow(
        long id,
        String customer,
        @Nullable String note,
        BigDecimal amount,
        boolean paid,
        long placedAtMicros,
        int day,
        @Nullable List<@Nullable String> tags,
        @Nullable String raw) {
    static final String COLUMNS = "id, customer, note, amount, paid, placed_at, day, tags, raw";
    static final String TABLE = """
            CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL, note text, amount numeric(10, 2) NOT NULL,
              paid boolean NOT NULL, placed_at timestamptz NOT NULL, day date NOT NULL, tags text[], raw bytea)""";
    static final String CONTRACT = """
            {"type": "record", "name": "OrderRow", "millrace": {"pk": "id"}, "fields": [
              {"name": "id", "type": "long"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "customer", "type": "string"},
              {"name": "note", "type": ["null", "string"]},
              {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}},
              {"name": "paid", "type": "boolean"},
              {"name": "placed_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "tags", "type": ["null", {"type": "array", "items": ["null", "string"]}]},
              {"name": "raw", "type": ["null", "bytes"]},
              {"name": "cdc_op", "type": "string"},
              {"name": "cdc_lsn", "type": "long"}]}""";

    /** The row at the cursor of a query for {@link #COLUMNS}. */
    static OrderRow of(ResultSet row) throws SQLException {
        Array tags = row.getArray(8);
        byte[] raw = row.getBytes(9);
        Instant placedAt = row.getObject(6, OffsetDateTime.class).toInstant();
        return new OrderRow(row.getLong(1), row.getString(2), row.getString(3), row.getBigDecimal(4), row.getBoolean(5),
                ChronoUnit.MICROS.between(Instant.EPOCH, placedAt),
                Math.toIntExact(row.getObject(7, LocalDate.class).toEpochDay()),
                tags == null ? null : Arrays.asList((String[]) tags.getArray()),
                raw == null ? null : HexFormat.of().formatHex(raw));
    }

    /** The row of the Delta table. */
    static OrderRow of(Map<String, @Nullable Object> row) {
        List<@Nullable String> tags = null;
        if (row.get("tags") instanceof List<?> elements) {
            tags = new ArrayList<>();
            for (Object element : elements) {
                tags.add((String) element);
            }
        }
        return new OrderRow(required(row, "id", Long.class), required(row, "customer", String.class),
                (String) row.get("note"), required(row, "amount", BigDecimal.class),
                required(row, "paid", Boolean.class), required(row, "placed_at", Long.class),
                required(row, "day", Integer.class), tags,
                row.get("raw") instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : null);
    }

    /** Sets the parameters of a statement: {@link #COLUMNS} in their order, from 1. */
    void into(PreparedStatement statement) throws SQLException {
        statement.setLong(1, id);
        statement.setString(2, customer);
        statement.setString(3, note);
        statement.setBigDecimal(4, amount);
        statement.setBoolean(5, paid);
        statement.setObject(6,
                Instant.EPOCH.plus(placedAtMicros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        statement.setObject(7, LocalDate.ofEpochDay(day));
        if (tags == null) {
            statement.setNull(8, Types.ARRAY);
        } else {
            statement.setArray(8, statement.getConnection().createArrayOf("text", tags.toArray()));
        }
        statement.setBytes(9, raw == null ? null : HexFormat.of().parseHex(raw));
    }

    static <T> T required(Map<String, @Nullable Object> row, String column, Class<T> type) {
        return type.cast(Objects.requireNonNull(row.get(column), () -> column + " is null"));
    }
}
