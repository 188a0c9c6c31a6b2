package io.millrace.table.internal.datafile;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.schema.MessageType;

/** Writes the key columns and the other columns with different limits of a page. */
final class KeysApartStore implements ColumnWriteStore {
    private final MessageType keySchema;
    private final ColumnWriteStore keys;
    private final ColumnWriteStore others;

    /**
     * @param pages
     *            takes the pages of all columns
     */
    KeysApartStore(FileLayout layout, PageWriteStore pages) {
        this.keySchema = layout.keySchema();
        this.keys = layout.keyProperties().newColumnWriteStore(keySchema, pages);
        this.others = layout.properties().newColumnWriteStore(layout.schemaWithoutKeys(), pages);
    }

    @Override
    public ColumnWriter getColumnWriter(ColumnDescriptor column) {
        return (keySchema.containsField(column.getPath()[0]) ? keys : others).getColumnWriter(column);
    }

    @Override
    public void endRecord() {
        keys.endRecord();
        others.endRecord();
    }

    @Override
    public void flush() {
        keys.flush();
        others.flush();
    }

    @Override
    public long getAllocatedSize() {
        return keys.getAllocatedSize() + others.getAllocatedSize();
    }

    @Override
    public long getBufferedSize() {
        return keys.getBufferedSize() + others.getBufferedSize();
    }

    @Override
    public String memUsageString() {
        return keys.memUsageString() + others.memUsageString();
    }

    @Override
    public void close() {
        keys.close();
        others.close();
    }
}
