package io.millrace.table.internal.encoding;

import java.io.IOException;
import java.util.Arrays;

import io.millrace.table.column.Column;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.vector.ColumnVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Makes the pages of a leaf column from entries of a vector. The memory is used again for the next row group. */
final class LeafPages {
    private static final int FIRST_CAPACITY = 256;
    /** A page ends after the rows that make it this large. */
    private static final int PAGE_BYTES = 1 << 20;

    private final ColumnDescriptor column;
    private final String name;
    private final boolean required;
    private final int rowsPerPage;
    private final LeafValues values;
    private final PageLevels repetitions;
    private final PageLevels definitions;
    private final PlainBytes levels = new PlainBytes();
    private int[] present = new int[FIRST_CAPACITY];
    private Statistics<?> statistics;
    private int rows;
    private @Nullable PageWriter pages;

    /**
     * @param rowsPerPage
     *            a page ends when it has this many rows
     */
    LeafPages(ColumnDescriptor column, boolean required, int rowsPerPage) {
        this.column = column;
        this.name = column.getPath()[column.getPath().length - 1];
        this.required = required;
        this.rowsPerPage = rowsPerPage;
        this.repetitions = new PageLevels(column.getMaxRepetitionLevel());
        this.definitions = new PageLevels(column.getMaxDefinitionLevel());
        this.statistics = Statistics.createStats(column.getPrimitiveType());
        this.values = switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanValues();
            case INT32, FLOAT -> new NumberValues(Integer.BYTES);
            case INT64, DOUBLE -> new NumberValues(Long.BYTES);
            case BINARY -> new BytesValues(false);
            case FIXED_LEN_BYTE_ARRAY -> new BytesValues(true);
            case INT96 -> throw new IllegalArgumentException("does not write " + column);
        };
    }

    ColumnDescriptor column() {
        return column;
    }

    /** Begins a row group. What a row group that was not completed left is dropped. */
    void begin(PageWriter writer, boolean withDictionary) {
        pages = writer;
        values.begin(withDictionary);
        clearPage();
    }

    private void clearPage() {
        values.clearPage();
        repetitions.clear();
        definitions.clear();
        levels.clear();
        statistics = Statistics.createStats(column.getPrimitiveType());
        rows = 0;
    }

    /**
     * Adds entries.
     *
     * @param vector
     *            null when the rows lack the column or field
     */
    void add(@Nullable ColumnVector vector, LevelledEntries entries) {
        int count = entries.count();
        if (column.getMaxRepetitionLevel() > 0) {
            if (entries.isRepeated()) {
                for (int i = 0; i < count; i++) {
                    repetitions.add(entries.repetition(i));
                }
            } else {
                repetitions.add(0, count);
            }
        }
        if (vector != null && entries.isWhole() && !vector.mayHaveNulls()) {
            definitions.add(column.getMaxDefinitionLevel(), count);
            values.add(vector, entries.entries(), count, statistics);
        } else {
            addPresent(vector, entries);
        }
        values.judge();
    }

    private void addPresent(@Nullable ColumnVector vector, LevelledEntries entries) {
        int count = entries.count();
        if (present.length < count) {
            present = new int[Math.max(count, 2 * present.length)];
        }
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (!entries.isThere(i)) {
                definitions.add(entries.definition(i));
            } else if (vector == null || vector.isNull(entries.entry(i))) {
                Column.refuseNull(required, name);
                definitions.add(entries.level());
            } else {
                definitions.add(column.getMaxDefinitionLevel());
                present[found++] = entries.entry(i);
            }
        }
        statistics.incrementNumNulls(count - found);
        if (vector != null) {
            values.add(vector, present, found, statistics);
        }
    }

    /** Ends rows: a page may end here. */
    void endRows(int count) throws IOException {
        rows += count;
        if (rows >= rowsPerPage || values.bytes() >= PAGE_BYTES) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        if (rows == 0) {
            return;
        }
        repetitions.writeTo(levels);
        definitions.writeTo(levels);
        int count = definitions.count();
        Encoding encoding = values.encoding();
        Checks.notNull(pages, "pages").writePage(BytesInput.concat(Arrays.asList(levels.input(), values.encoded())),
                count, rows, statistics, encoding(column.getMaxRepetitionLevel()),
                encoding(column.getMaxDefinitionLevel()), encoding);
        clearPage();
    }

    /** Levels of a column that can only have 0 are not there; they are said to be of this encoding then. */
    private static Encoding encoding(int most) {
        return most == 0 ? Encoding.BIT_PACKED : Encoding.RLE;
    }

    /** Ends the last page of the row group. */
    void flush() throws IOException {
        endPage();
        values.writeDictionary(Checks.notNull(pages, "pages"));
        pages = null;
    }

    /** Estimated size so far, in bytes. */
    long bytes() {
        return values.bytes() + (pages == null ? 0 : pages.getMemSize());
    }
}
