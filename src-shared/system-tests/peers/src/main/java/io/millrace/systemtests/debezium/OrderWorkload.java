package io.millrace.systemtests.debezium;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Works on the table {@code orders} in transactions of many sizes, some of them rolled back, and records every change. */
final class OrderWorkload {
    private static final long FIRST_MICROS = 1_770_000_000_000_000L;
    private static final int FIRST_DAY = 20_000;
    private static final int MAX_TRANSACTION = 12;
    private static final int ROLLED_BACK_PERCENT = 5;
    private static final String VALUES = " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Connection database;
    private final Random random;
    private final Map<Long, OrderRow> rows = new TreeMap<>();
    private final List<DatabaseChange> done = new ArrayList<>();
    private long lastId;
    private int lastNumber;

    OrderWorkload(Connection database, long seed) {
        this.database = database;
        this.random = new Random(seed);
    }

    /** Creates the table with this number of rows for the snapshot. */
    void open(int orders) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(OrderRow.TABLE);
            // Without it a deleted row has its key, and made-up values in every other column that is NOT NULL.
            statement.execute("ALTER TABLE orders REPLICA IDENTITY FULL");
        }
        database.setAutoCommit(false);
        for (int i = 0; i < orders; i++) {
            OrderRow order = order(++lastId);
            insert(order);
            rows.put(order.id(), order);
            done.add(new DatabaseChange(DatabaseChange.READ, order));
        }
        database.commit();
    }

    /** Makes at least this number of changes. */
    void work(int changes) throws SQLException {
        int until = done.size() + changes;
        while (done.size() < until) {
            transaction();
        }
    }

    /** Inserts many rows by one statement: they share one place in PostgreSQL's log. */
    void copy(int orders) throws SQLException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < orders; i++) {
            long id = ++lastId;
            OrderRow order = new OrderRow(id, "copied", null, new BigDecimal("0.01"), false, FIRST_MICROS, FIRST_DAY,
                    null,
                    null);
            lines.append(id).append("\tcopied\t0.01\tf\t2026-02-02 02:40:00+00\t2024-10-04\n");
            rows.put(id, order);
            done.add(new DatabaseChange(DatabaseChange.CREATED, order));
        }
        CopyIn copy = database.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY orders (id, customer, amount, paid, placed_at, day) FROM STDIN");
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
        database.commit();
    }

    /** Everything that was done, in its order. */
    List<DatabaseChange> done() {
        return List.copyOf(done);
    }

    /** The rows that PostgreSQL has now. */
    Map<Long, OrderRow> rows() throws SQLException {
        Map<Long, OrderRow> found = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + OrderRow.COLUMNS + " FROM orders")) {
            while (result.next()) {
                OrderRow order = OrderRow.of(result);
                found.put(order.id(), order);
            }
        }
        database.commit();
        return found;
    }

    private void transaction() throws SQLException {
        Map<Long, OrderRow> before = new TreeMap<>(rows);
        List<DatabaseChange> changes = new ArrayList<>();
        int size = 1 + random.nextInt(MAX_TRANSACTION);
        for (int i = 0; i < size; i++) {
            changes.addAll(change());
        }
        if (random.nextInt(100) < ROLLED_BACK_PERCENT) {
            database.rollback();
            rows.clear();
            rows.putAll(before);
        } else {
            database.commit();
            done.addAll(changes);
        }
    }

    private List<DatabaseChange> change() throws SQLException {
        int kind = random.nextInt(100);
        if (rows.isEmpty() || kind < 45) {
            OrderRow order = order(++lastId);
            insert(order);
            rows.put(order.id(), order);
            return List.of(new DatabaseChange(DatabaseChange.CREATED, order));
        }
        OrderRow old = anyRow();
        if (kind < 70) {
            OrderRow order = order(old.id());
            update(old.id(), order);
            rows.put(order.id(), order);
            return List.of(new DatabaseChange(DatabaseChange.UPDATED, order));
        }
        rows.remove(old.id());
        if (kind < 95) {
            try (PreparedStatement delete = database.prepareStatement("DELETE FROM orders WHERE id = ?")) {
                delete.setLong(1, old.id());
                require(delete.executeUpdate());
            }
            return List.of(new DatabaseChange(DatabaseChange.DELETED, old));
        }
        // A new key: for Debezium one row goes and another one comes.
        OrderRow moved = order(++lastId);
        update(old.id(), moved);
        rows.put(moved.id(), moved);
        return List.of(new DatabaseChange(DatabaseChange.DELETED, old),
                new DatabaseChange(DatabaseChange.CREATED, moved));
    }

    private OrderRow anyRow() {
        return rows.values().stream().skip(random.nextInt(rows.size())).findFirst().orElseThrow();
    }

    /** No two are equal: each has a number of its own. */
    private OrderRow order(long id) {
        int number = ++lastNumber;
        return new OrderRow(id, "it's \"" + number + "\" \\ \u00e4\ud83d\ude80\t",
                random.nextInt(4) == 0 ? null : "line\n" + random.nextLong(),
                BigDecimal.valueOf(random.nextLong(-9_999_999_999L, 9_999_999_999L), 2), random.nextBoolean(),
                FIRST_MICROS + random.nextLong(1_000_000_000_000L), FIRST_DAY - random.nextInt(40_000),
                random.nextInt(3) == 0 ? null : Arrays.asList("a", null, "tag " + number),
                random.nextInt(3) == 0
                        ? null
                        : HexFormat.of().formatHex(ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array()));
    }

    private void insert(OrderRow order) throws SQLException {
        try (PreparedStatement insert = database
                .prepareStatement("INSERT INTO orders (" + OrderRow.COLUMNS + ")" + VALUES)) {
            order.into(insert);
            require(insert.executeUpdate());
        }
    }

    private void update(long id, OrderRow order) throws SQLException {
        try (PreparedStatement update = database
                .prepareStatement("UPDATE orders SET (" + OrderRow.COLUMNS + ") = ROW" + VALUES.substring(7)
                        + " WHERE id = ?")) {
            order.into(update);
            update.setLong(10, id);
            require(update.executeUpdate());
        }
    }

    private static void require(int changed) {
        if (changed != 1) {
            throw new IllegalStateException("The statement changed " + changed + " rows and not one");
        }
    }
}
