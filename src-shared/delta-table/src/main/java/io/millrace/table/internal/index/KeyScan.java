package io.millrace.table.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.KeyPart;
import io.millrace.table.internal.keys.KeyBuckets;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.mergerule.EventKey;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.BinaryColumn;
import org.apache.parquet.io.api.Binary;

/** Reads the key columns of a file row by row. */
final class KeyScan {
    private static final int REVISION = 2;
    /** With more keys than one for this number of rows, reading all rows is faster. */
    private static final long ROWS_PER_KEY = 10_000;

    private final DataFiles files;
    private final KeyColumns columns;

    KeyScan(DataFiles files, KeyColumns columns) {
        this.files = files;
        this.columns = columns;
    }

    /** Adds the hashes of the keys that are in these buckets. */
    void hashes(ActiveFile file, KeyBuckets slots, HashList hashes) throws IOException {
        files.reader().scan(file, List.of(columns.pk(), columns.eventId()), FilterCompat.NOOP, (rows, readers) -> {
            KeyPart pk = new KeyPart(Checks.notNull(readers.get(0), columns.pk()));
            KeyPart id = new KeyPart(Checks.notNull(readers.get(1), columns.eventId()));
            for (long i = 0; i < rows; i++) {
                byte[] pkBytes = pk.next();
                byte[] idBytes = id.next();
                if (slots.has(pkBytes, 0, pkBytes.length)) {
                    hashes.add(EventKey.hash(pkBytes, 0, pkBytes.length, idBytes, 0, idBytes.length));
                }
            }
        });
    }

    /**
     * Which of the keys are in a file.
     *
     * @param textPk
     *            whether the pk of the file is text
     * @return the highest revision of each key that is there
     */
    Map<EventKey, Long> find(ActiveFile file, List<EventKey> keys, boolean textPk) throws IOException {
        SoughtKeys wanted = new SoughtKeys(keys);
        List<String> names = new ArrayList<>(List.of(columns.pk(), columns.eventId()));
        columns.revision().ifPresent(names::add);
        Map<EventKey, Long> found = new HashMap<>();
        files.reader().scan(file, names, pages(file, keys, textPk), (rows, readers) -> {
            KeyPart pk = new KeyPart(Checks.notNull(readers.get(0), columns.pk()));
            KeyPart id = new KeyPart(Checks.notNull(readers.get(1), columns.eventId()));
            RevisionColumn revisions = new RevisionColumn(readers.size() > REVISION ? readers.get(REVISION) : null);
            for (long row = 0; row < rows; row++) {
                EventKey key = wanted.key(pk.next(), id.next());
                if (key != null) {
                    found.merge(key, revisions.at(row), Math::max);
                }
            }
        });
        return found;
    }

    /** The pages that may hold the keys: files are sorted by pk, so that a key of a large file is in one or two pages. */
    private FilterCompat.Filter pages(ActiveFile file, List<EventKey> keys, boolean textPk) {
        List<String> pks = keys.stream().map(EventKey::pk).distinct().toList();
        if (pks.size() * ROWS_PER_KEY > file.rows() || !textPk) {
            return FilterCompat.NOOP;
        }
        return FilterCompat.get(anyOf(FilterApi.binaryColumn(columns.pk()), pks));
    }

    private static FilterPredicate anyOf(BinaryColumn column, List<String> values) {
        int half = values.size() / 2;
        return half == 0
                ? FilterApi.eq(column, Binary.fromString(values.getFirst()))
                : FilterApi.or(anyOf(column, values.subList(0, half)),
                        anyOf(column, values.subList(half, values.size())));
    }
}
