package io.millrace.launcher.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Row count and checksum that another reader of the table must find.
 *
 * @param location
 *            the table's folder
 * @param version
 *            the version that was read
 * @param key
 *            the key columns
 * @param rows
 *            the rows that the data files hold
 * @param loggedRows
 *            the rows that the log says they hold
 * @param distinctKeys
 *            how many different keys these rows have
 * @param checksum
 *            of the rows, see {@link RowChecksum}
 */
public record Fingerprint(
        String location,
        long version,
        List<String> key,
        long rows,
        long loggedRows,
        long distinctKeys,
        String checksum) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 5;

    public Fingerprint {
        key = List.copyOf(key);
    }

    /**
     * Reads every row of the newest version; all keys must fit in memory.
     *
     * @throws LauncherException
     *             when writers do not leave the table alone for as long as that takes
     */
    public static Fingerprint of(TableReader table) {
        TableStatus before = table.status().orElseThrow();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Fingerprint found = read(table, before);
            TableStatus after = table.status().orElseThrow();
            if (after.version() == before.version()) {
                return found;
            }
            before = after;
        }
        throw new LauncherException("The table at " + before.location() + " changed while it was read, " + TRIES
                + " times. Stop its writers, or take a copy of it.");
    }

    private static Fingerprint read(TableReader table, TableStatus status) {
        List<Column> columns = table.columns();
        List<String> key = key(columns);
        RowChecksum checksum = new RowChecksum();
        Set<List<@Nullable Object>> keys = new HashSet<>();
        table.rows(Long.MAX_VALUE, row -> {
            checksum.add(RowText.of(columns, row));
            List<@Nullable Object> values = new ArrayList<>();
            key.forEach(column -> values.add(row.get(column)));
            keys.add(values);
        });
        return new Fingerprint(status.location(), status.version(), key, checksum.rows(), status.rows(), keys.size(),
                checksum.hex());
    }

    /** The contract makes pk, event id and event time required and nothing else; of these the time is a timestamp. */
    static List<String> key(List<Column> columns) {
        Set<String> derived = Set.of(Contract.EVENT_DATE, MetadataColumns.PARTITION, MetadataColumns.OFFSET,
                MetadataColumns.SCHEMA_ID, MetadataColumns.WRITTEN_BY);
        return columns.stream().filter(Column::required).filter(c -> !derived.contains(c.name()))
                .filter(c -> !Objects.equals(c.type(), new ColumnType.Timestamp())).map(Column::name).toList();
    }

    /** As one line of JSON. */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("table", location).put("version", version);
        key.forEach(json.putArray("key")::add);
        return json.put("rows", rows).put("logged_rows", loggedRows).put("distinct_keys", distinctKeys)
                .put("checksum", checksum).toString();
    }
}
