package io.millrace.table.internal.encoding;

import java.io.IOException;
import java.util.Arrays;

import io.millrace.table.vector.ColumnVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * The values of a leaf column: of the page in the making, and the dictionary of the row group. A dictionary is dropped as
 * soon as it shows that it is larger than it makes the pages smaller.
 */
abstract sealed class LeafValues permits NumberValues, BytesValues, BooleanValues {
    private static final int FIRST_CAPACITY = 512;
    private static final int KEPT_IDS = 1 << 16;
    /** A dictionary is judged after some values. */
    private static final int ENOUGH_VALUES = 200;
    /** It is dropped when more of the values than this differ: 3 of 4. */
    private static final int MOST_OF_FOUR = 3;
    private static final int MOST_DICTIONARY_BYTES = 1 << 20;

    /** The plain values of the page, unless they are in the dictionary. */
    final PlainBytes page = new PlainBytes();
    private final PlainBytes encodedIds = new PlainBytes();
    private int[] ids = new int[FIRST_CAPACITY];
    private int count;
    private long plainBytes;
    private boolean inDictionary;
    private boolean usedDictionary;

    /** Begins a row group. */
    void begin(boolean withDictionary) {
        inDictionary = withDictionary;
        usedDictionary = false;
        clearDictionary();
    }

    /**
     * Adds values to the page.
     *
     * @param entries
     *            indexes in the vector, from the beginning of the array; none is null
     * @param statistics
     *            of the page
     */
    abstract void add(ColumnVector vector, int[] entries, int entryCount, Statistics<?> statistics);

    abstract int dictionarySize();

    abstract long dictionaryBytes();

    /** The values of the dictionary, plain. */
    abstract BytesInput dictionaryPage();

    abstract void clearDictionary();

    /** Adds a value of the dictionary to the page, plain. */
    abstract void addPlain(int id);

    /** Whether values are added as ids of a dictionary. */
    final boolean isInDictionary() {
        return inDictionary;
    }

    /**
     * Adds a value as its id in the dictionary.
     *
     * @param bytes
     *            of its plain encoding
     */
    final void addId(int id, int bytes) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        plainBytes += bytes;
    }

    /** Decides whether the dictionary stays, after values were added. */
    final void judge() {
        if (inDictionary && (dictionaryBytes() > MOST_DICTIONARY_BYTES
                || !usedDictionary && count >= ENOUGH_VALUES && 4L * dictionarySize() > (long) MOST_OF_FOUR * count)) {
            leaveDictionary();
        }
    }

    private void leaveDictionary() {
        inDictionary = false;
        for (int i = 0; i < count; i++) {
            addPlain(ids[i]);
        }
        count = 0;
        if (!usedDictionary) {
            clearDictionary();
        }
    }

    /** Estimated size of the page, in bytes. */
    final long bytes() {
        return inDictionary ? (long) count * Integer.BYTES : page.size();
    }

    /** How the values of the page are encoded when it ends here. */
    Encoding encoding() {
        if (inDictionary && !usedDictionary) {
            encodeIds();
            if (encodedIds.size() + dictionaryBytes() >= plainBytes) {
                leaveDictionary();
            }
        } else if (inDictionary) {
            encodeIds();
        }
        usedDictionary |= inDictionary;
        return inDictionary ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN;
    }

    private void encodeIds() {
        int width = RunLengths.width(dictionarySize() - 1);
        encodedIds.clear();
        encodedIds.putByte(width);
        RunLengths.put(ids, count, width, encodedIds);
    }

    /** The values of the page in their {@link #encoding}, which was asked for before. */
    final BytesInput encoded() {
        return inDictionary ? encodedIds.input() : page.input();
    }

    /** Begins the next page. */
    void clearPage() {
        page.clear();
        count = 0;
        plainBytes = 0;
        if (ids.length > KEPT_IDS) {
            ids = new int[FIRST_CAPACITY];
        }
    }

    /** Writes the dictionary, when a page of the row group has ids of it. */
    final void writeDictionary(PageWriter pages) throws IOException {
        if (usedDictionary) {
            pages.writeDictionaryPage(
                    new DictionaryPage(dictionaryPage(), dictionarySize(), Encoding.PLAIN_DICTIONARY));
        }
        clearDictionary();
    }
}
