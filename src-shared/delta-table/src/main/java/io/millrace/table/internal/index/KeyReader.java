package io.millrace.table.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.NewDataFile;
import io.millrace.table.internal.keys.KeyBuckets;
import io.millrace.table.internal.keys.KeyChunkReader;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.mergerule.EventKey;

/** Reads the keys of data files: the key columns alone, by column, without assembling rows. */
public final class KeyReader {
    /** Upper limit of the bytes of keys that are read at once. */
    private static final long MAX_PROBE = 1 << 20;

    private final DataFiles files;
    private final KeyColumns columns;
    private final KeyScan scan;
    /** By path. */
    private final Map<String, FileKeys> known = new ConcurrentHashMap<>();
    private final AtomicLong stretchesBytes = new AtomicLong();
    /** Held while a large file is scanned, so that the key columns of only one are in memory when files are read concurrently. */
    private final Object large = new Object();

    public KeyReader(DataFiles files, KeyColumns columns) {
        this.files = files;
        this.columns = columns;
        this.scan = new KeyScan(files, columns);
    }

    /** Notes where the keys of a file that was just written are stored. */
    void wrote(NewDataFile written) {
        FileKeys read = FileKeys.of(written.footer(), columns);
        remember(written.file(), written.stretches()
                .filter(found -> found.count() > 1 && read.parts().size() == 1)
                .map(found -> read.with(List.of(new FileKeys.KeyRowGroup(read.parts().getFirst().chunks(), found))))
                .orElse(read));
    }

    private void remember(ActiveFile file, FileKeys found) {
        FileKeys before = known.put(file.path(), found);
        stretchesBytes.addAndGet(found.bytes() - (before == null ? 0 : before.bytes()));
    }

    private FileKeys known(ActiveFile file) {
        return known.getOrDefault(file.path(), FileKeys.NOTHING);
    }

    /** Memory used by the blocks of keys, in bytes. */
    long bytes() {
        return stretchesBytes.get();
    }

    /** Forgets a file that is no longer in the table. */
    void forget(String path) {
        FileKeys gone = known.remove(path);
        stretchesBytes.addAndGet(gone == null ? 0 : -gone.bytes());
    }

    /** The hashes of the keys of a file that are in these buckets, in the order of its rows. */
    long[] hashes(ActiveFile file, KeyBuckets slots) throws IOException {
        HashList hashes = new HashList(slots.share(file.rows()));
        try (SeekableInput bytes = files.reader().bytes(file)) {
            FileKeys read = FileKeys.of(files.reader().footer(file, bytes), columns);
            remember(file, read);
            if (read.parts().isEmpty()) {
                scan.hashes(file, slots, hashes);
            } else {
                List<FileKeys.KeyRowGroup> parts = new ArrayList<>();
                for (FileKeys.KeyRowGroup part : read.parts()) {
                    parts.add(new FileKeys.KeyRowGroup(part.chunks(),
                            KeyChunkReader.read(bytes, part.chunks()).hashes(slots, hashes::add).orElse(null)));
                }
                remember(file, read.with(parts));
            }
        }
        return hashes.toArray();
    }

    /** How several files are scanned. */
    BoundedParallelIo calls() {
        return files.calls();
    }

    /**
     * Which of the keys are in a file, exactly.
     *
     * @return the highest revision of each key that is there
     */
    Map<EventKey, Long> find(ActiveFile file, List<EventKey> keys) throws IOException {
        FileKeys about = known(file);
        boolean byStretch = about.isFoundByStretch(keys.size());
        boolean few = keys.size() <= SoughtKeys.FEW;
        OptionalLong revision = columns.revision().isPresent() ? about.revision() : OptionalLong.of(0);
        if (about.parts().isEmpty()
                || !byStretch && (about.keyBytes() > MAX_PROBE || !few && revision.isEmpty())) {
            return scan(file, keys);
        }
        Set<EventKey> found = LinkedHashSet.newLinkedHashSet(keys.size());
        try (SeekableInput bytes = files.reader().bytes(file)) {
            for (FileKeys.KeyRowGroup part : about.parts()) {
                if (byStretch || few) {
                    find(bytes, part, byStretch, keys, found);
                } else {
                    found.addAll(KeyChunkReader.read(bytes, part.chunks()).those(keys));
                }
            }
        }
        if (!found.isEmpty() && revision.isEmpty()) {
            return scan(file, List.copyOf(found));
        }
        Map<EventKey, Long> there = HashMap.newHashMap(found.size());
        found.forEach(key -> there.put(key, revision.getAsLong()));
        return there;
    }

    private static void find(SeekableInput bytes, FileKeys.KeyRowGroup part, boolean byStretch, List<EventKey> keys,
            Set<EventKey> found) throws IOException {
        KeyChunkReader all = byStretch ? null : KeyChunkReader.read(bytes, part.chunks());
        for (EventKey key : keys) {
            if (!found.contains(key) && (all != null
                    ? all.has(key)
                    : Checks.notNull(part.stretches(), "stretches").has(bytes, part.chunks(), key))) {
                found.add(key);
            }
        }
    }

    private Map<EventKey, Long> scan(ActiveFile file, List<EventKey> keys) throws IOException {
        if (file.size() <= MAX_PROBE) {
            return scan.find(file, keys, known(file).textPk());
        }
        synchronized (large) {
            return scan.find(file, keys, known(file).textPk());
        }
    }
}
