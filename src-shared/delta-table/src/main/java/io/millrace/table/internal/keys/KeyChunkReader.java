package io.millrace.table.internal.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.mergerule.EventKey;

/** The keys of a row group, read by their {@link KeyColumnChunks}. */
public final class KeyChunkReader {
    private final PlainKeyReader pks;
    private final PlainKeyReader ids;

    private KeyChunkReader(PlainKeyReader pks, PlainKeyReader ids) {
        this.pks = pks;
        this.ids = ids;
    }

    /** Reads both chunks. Throws {@link IOException} when the file does not match its footer. */
    public static KeyChunkReader read(SeekableInput file, KeyColumnChunks chunks) throws IOException {
        return new KeyChunkReader(PlainKeyReader.chunk(file, chunks.pk()),
                PlainKeyReader.chunk(file, chunks.eventId()));
    }

    /** Whether a row has this key. */
    public boolean has(EventKey key) throws IOException {
        byte[] pk = key.pk().getBytes(StandardCharsets.UTF_8);
        byte[] id = key.eventId().getBytes(StandardCharsets.UTF_8);
        pks.rewind();
        ids.rewind();
        while (pks.next()) {
            ids.goOn();
            if (pks.is(pk) && ids.is(id)) {
                return true;
            }
        }
        return false;
    }

    /** Those of the keys that rows have. Hashes every row, which pays when the keys are more than a few. */
    public Set<EventKey> those(List<EventKey> keys) throws IOException {
        KeyTable sought = new KeyTable(keys);
        Set<EventKey> found = LinkedHashSet.newLinkedHashSet(keys.size());
        pks.rewind();
        ids.rewind();
        while (pks.next()) {
            ids.goOn();
            int position = sought.find(pks, ids);
            if (position >= 0) {
                found.add(sought.key(position));
            }
        }
        return found;
    }

    /** Takes the hash of a key. */
    public interface HashSink {
        void add(long hash);
    }

    /** The hashes of all keys, row by row. */
    public void hashes(HashSink sink) throws IOException {
        pks.rewind();
        ids.rewind();
        while (pks.next()) {
            ids.goOn();
            sink.add(EventKey.hash(pks.bytes(), pks.from(), pks.length(), ids.bytes(), ids.from(), ids.length()));
        }
    }

    /**
     * The hashes of the keys in these slots, row by row.
     *
     * @return the blocks of the keys, when they are many and the rows are sorted
     */
    public Optional<KeyBlockIndex> hashes(KeyBuckets slots, HashSink sink) throws IOException {
        pks.rewind();
        ids.rewind();
        while (pks.next()) {
            ids.goOn();
            if (slots.has(pks.bytes(), pks.from(), pks.length())) {
                sink.add(EventKey.hash(pks.bytes(), pks.from(), pks.length(), ids.bytes(), ids.from(), ids.length()));
            }
        }
        KeyBlockIndex pages = KeyBlockIndex.of(pks, ids);
        return pks.isAscending() && pages.count() > 1 ? Optional.of(pages) : Optional.empty();
    }
}
