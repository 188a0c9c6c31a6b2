package io.millrace.table.internal.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.millrace.table.TableReader.LocatedRow;
import io.millrace.table.TableShape;
import io.millrace.table.column.ColumnType;
import io.millrace.table.internal.datafile.DataFileReader;
import io.millrace.table.internal.datafile.KeyProbe;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.EventKey;

/** Finds the rows with a key in the files of a version, without an index. */
final class RowSearch {
    private final DataFileReader reader;
    private final TableShape.KeyColumns keys;
    private final EventKey key;

    RowSearch(DataFileReader reader, TableShape.KeyColumns keys, EventKey key) {
        this.reader = reader;
        this.keys = keys;
        this.key = key;
    }

    List<LocatedRow> in(TableState state, Set<String> columns) throws IOException {
        boolean textPk = state.columns().stream()
                .anyMatch(column -> column.name().equals(keys.pk()) && column.type() instanceof ColumnType.Text);
        KeyProbe probe = new KeyProbe(reader, keys, textPk, key.pk(), key.eventId());
        Set<String> names = new HashSet<>(columns);
        names.add(keys.pk());
        names.add(keys.eventId());
        List<LocatedRow> found = new ArrayList<>();
        for (ActiveFile file : state.files().values()) {
            if (probe.isIn(file)) {
                reader.readColumns(file, names, row -> {
                    if (key.pk().equals(String.valueOf(row.get(keys.pk())))
                            && key.eventId().equals(String.valueOf(row.get(keys.eventId())))) {
                        found.add(new LocatedRow(state.version(), file.decodedPath(), file.partitionValues(), row));
                    }
                });
            }
        }
        return found;
    }
}
