package io.millrace.table.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.law.EventKey;
import io.millrace.table.law.Precedence;
import io.millrace.table.mapping.MetadataColumns;
import org.jspecify.annotations.Nullable;

/** Finds the rows that keys have in the table: the index says where they may be, the key columns say whether they are. */
final class KeyLookup {
    /**
     * A row that the table has.
     *
     * @param file
     *            the file it is in
     * @param precedence
     *            where it stands among the deliveries of its key
     */
    record Held(LiveFile file, Precedence precedence) {}

    private final DataFiles files;
    private final KeyIndex index;
    private final KeyColumns columns;

    KeyLookup(DataFiles files, KeyIndex index, KeyColumns columns) {
        this.files = files;
        this.index = index;
        this.columns = columns;
    }

    /** The rows of those keys that have one in these files. */
    Map<EventKey, Held> find(Collection<LiveFile> among, Collection<EventKey> keys) throws IOException {
        Map<EventKey, Held> held = new HashMap<>();
        for (Map.Entry<LiveFile, List<EventKey>> candidate : index.candidates(among, keys).entrySet()) {
            Set<EventKey> wanted = new HashSet<>(candidate.getValue());
            LiveFile file = candidate.getKey();
            files.readColumns(file, names(), row -> {
                EventKey key = new EventKey(String.valueOf(row.get(columns.pk())),
                        String.valueOf(row.get(columns.eventId())));
                if (wanted.contains(key)) {
                    held.merge(key, new Held(file, precedence(row)),
                            (a, b) -> b.precedence().beats(a.precedence()) ? b : a);
                }
            });
        }
        return held;
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>(Set.of(columns.pk(), columns.eventId(), MetadataColumns.OFFSET));
        columns.revision().ifPresent(names::add);
        return names;
    }

    private Precedence precedence(Map<String, @Nullable Object> row) {
        return new Precedence(columns.revision().map(row::get).map(KeyLookup::number).orElse(0L),
                number(row.get(MetadataColumns.OFFSET)));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0L;
    }
}
