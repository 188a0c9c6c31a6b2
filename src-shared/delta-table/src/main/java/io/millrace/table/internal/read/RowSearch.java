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
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.EventKey;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.io.api.Binary;

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
        Set<String> names = new HashSet<>(columns);
        names.add(keys.pk());
        names.add(keys.eventId());
        List<LocatedRow> found = new ArrayList<>();
        for (ActiveFile file : state.files().values()) {
            if (mayHold(file, textPk)) {
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

    /** Files are sorted by pk: the page index leaves a page or two of a file. */
    private boolean mayHold(ActiveFile file, boolean textPk) throws IOException {
        FilterCompat.Filter pages = textPk
                ? FilterCompat.get(FilterApi.eq(FilterApi.binaryColumn(keys.pk()), Binary.fromString(key.pk())))
                : FilterCompat.NOOP;
        boolean[] held = {false};
        reader.scan(file, List.of(keys.pk(), keys.eventId()), pages, (rows, readers) -> {
            ColumnReader pk = readers.get(0);
            ColumnReader id = readers.get(1);
            for (long row = 0; row < rows && pk != null && id != null; row++) {
                held[0] |= is(pk, key.pk()) && is(id, key.eventId());
                pk.consume();
                id.consume();
            }
        });
        return held[0];
    }

    private static boolean is(ColumnReader reader, String text) {
        return switch (reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
            case BINARY -> reader.getBinary().toStringUsingUTF8().equals(text);
            case INT64 -> Long.toString(reader.getLong()).equals(text);
            case INT32 -> Integer.toString(reader.getInteger()).equals(text);
            case INT96, FLOAT, DOUBLE, BOOLEAN, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException(
                    "column " + reader.getDescriptor() + " cannot be part of a key");
        };
    }
}
