package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private final byte[] pk;
    private final byte[] eventId;

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
        this.pk = pk.getBytes(StandardCharsets.UTF_8);
        this.eventId = eventId.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a row of the file has the key. */
    public boolean isIn(ActiveFile file) throws IOException {
        boolean[] held = {false};
        reader.scan(file, List.of(columns.pk(), columns.eventId()), pages, (rows, readers) -> {
            ColumnReader ofPk = readers.get(0);
            ColumnReader ofEventId = readers.get(1);
            if (ofPk == null || ofEventId == null) {
                return;
            }
            KeyPart pks = new KeyPart(ofPk);
            KeyPart ids = new KeyPart(ofEventId);
            for (long row = 0; row < rows; row++) {
                boolean isPk = Arrays.equals(pk, pks.next());
                held[0] |= Arrays.equals(eventId, ids.next()) && isPk;
            }
        });
        return held[0];
    }
}
