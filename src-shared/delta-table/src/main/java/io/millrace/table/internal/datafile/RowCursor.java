package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import io.millrace.table.internal.storage.Checks;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of a data file, one after the other, by the file's own schema. Holds one row group, still compressed. */
public final class RowCursor implements AutoCloseable {
    private final ParquetFileReader reader;
    private final MessageType wanted;
    private final MessageColumnIO columns;
    private @Nullable RecordReader<Map<String, @Nullable Object>> rows;
    private long left;

    /**
     * @param reader
     *            of the file; closed with the cursor
     * @param names
     *            the columns to read, those of them that the file has; null for all
     */
    RowCursor(ParquetFileReader reader, @Nullable Set<String> names) {
        this.reader = reader;
        MessageType fileSchema = reader.getFileMetaData().getSchema();
        this.wanted = names == null ? fileSchema : DataFileReader.projection(fileSchema, names);
        this.columns = new ColumnIOFactory(reader.getFileMetaData().getCreatedBy()).getColumnIO(wanted, fileSchema);
        reader.setRequestedSchema(wanted);
    }

    /** The next row, which the caller may keep; null after the last. */
    public @Nullable Map<String, @Nullable Object> next() throws IOException {
        while (left == 0) {
            PageReadStore pages = reader.readNextRowGroup();
            if (pages == null) {
                return null;
            }
            left = pages.getRowCount();
            rows = columns.getRecordReader(pages, new RowMaterializer(wanted));
        }
        left--;
        return Checks.notNull(rows, "row group").read();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
