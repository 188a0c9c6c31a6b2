package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.List;

import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.internal.log.ActiveFile;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.io.api.Binary;

/** Finds out whether a file has a row with a key, without an index. */
public final class KeyProbe {
    private final DataFileReader reader;
    private final KeyColumns columns;
    private final FilterCompat.Filter pages;
    private final String pk;
    private final String eventId;

    /**
     * @param textPk
     *            whether the pk is text: files are sorted by it, and the page index leaves a page or two of a file
     */
    public KeyProbe(DataFileReader reader, KeyColumns columns, boolean textPk, String pk, String eventId) {
        this.reader = reader;
        this.columns = columns;
        this.pages = textPk
                ? FilterCompat.get(FilterApi.eq(FilterApi.binaryColumn(columns.pk()), Binary.fromString(pk)))
                : FilterCompat.NOOP;
        this.pk = pk;
        this.eventId = eventId;
    }

    /** Whether a row of the file has the key. */
    public boolean isIn(ActiveFile file) throws IOException {
        boolean[] held = {false};
        reader.scan(file, List.of(columns.pk(), columns.eventId()), pages, (rows, readers) -> {
            ColumnReader pks = readers.get(0);
            ColumnReader ids = readers.get(1);
            for (long row = 0; row < rows && pks != null && ids != null; row++) {
                if (is(pks, pk)) {
                    held[0] |= is(ids, eventId);
                } else {
                    ids.skip();
                }
                pks.consume();
                ids.consume();
            }
        });
        return held[0];
    }

    private static boolean is(ColumnReader value, String text) {
        return switch (value.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
            case BINARY -> value.getBinary().toStringUsingUTF8().equals(text);
            case INT64 -> Long.toString(value.getLong()).equals(text);
            case INT32 -> Integer.toString(value.getInteger()).equals(text);
            case INT96, FLOAT, DOUBLE, BOOLEAN, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException(
                    "column " + value.getDescriptor() + " cannot be part of a key");
        };
    }
}
