package io.millrace.table.internal.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.RowMaterializer;
import io.millrace.table.internal.keys.EncodedKey;
import io.millrace.table.internal.keys.KeyBlockIndex;
import io.millrace.table.internal.keys.KeyBuckets;
import io.millrace.table.internal.keys.KeyChunkReader;
import io.millrace.table.internal.keys.KeyColumnChunks;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.mergerule.EventKey;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.BinaryColumn;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Reads the keys of data files: the key columns alone, by column, without assembling rows. */
public final class KeyReader {
    private static final int REVISION = 2;
    /** So many keys are looked for one by one; more are hashed. */
    private static final int FEW = 8;
    /** More keys than one for so many rows are found faster by reading all. */
    private static final long ROWS_PER_KEY = 10_000;
    /** More keys than one for so many stretches are found faster by reading all. */
    private static final int STRETCHES_PER_KEY = 4;
    /** More bytes of keys than this are not read at once. */
    private static final long MAX_PROBE = 1 << 20;

    private final DataFiles files;
    private final KeyColumns columns;
    /** By path. */
    private final Map<String, FileKeys> known = new ConcurrentHashMap<>();
    private final AtomicLong stretchesBytes = new AtomicLong();
    /** Held while a large file is scanned, of which key columns are in memory meanwhile: files may be asked at once. */
    private final Object large = new Object();

    /**
     * What is known of a file.
     *
     * @param parts
     *            its row groups; empty when its keys do not stand plainly in one of them
     * @param revision
     *            that of all its rows; empty when they have several
     * @param textPk
     *            whether its pk is text, so that it can be compared with a text
     */
    private record FileKeys(List<KeyRowGroup> parts, OptionalLong revision, boolean textPk) {
        static final FileKeys NOTHING = new FileKeys(List.of(), OptionalLong.empty(), false);

        FileKeys with(List<KeyRowGroup> found) {
            return new FileKeys(found, revision, textPk);
        }

        /** Whether keys are found with less effort by their stretches than by reading all. */
        boolean isFoundByStretch(int keys) {
            long stretches = 0;
            for (KeyRowGroup part : parts) {
                if (part.stretches() == null) {
                    return false;
                }
                stretches += part.stretches().count();
            }
            return (long) keys * parts.size() * STRETCHES_PER_KEY <= stretches;
        }

        long keyBytes() {
            return parts.stream().mapToLong(part -> part.chunks().bytes()).sum();
        }

        long bytes() {
            return parts.stream().mapToLong(part -> part.stretches() == null ? 0 : part.stretches().bytes()).sum();
        }
    }

    /**
     * A row group of a file.
     *
     * @param chunks
     *            where its keys stand
     * @param stretches
     *            where some of its keys stand; null when they are few, or in no order
     */
    private record KeyRowGroup(KeyColumnChunks chunks, @Nullable KeyBlockIndex stretches) {}

    public KeyReader(DataFiles files, KeyColumns columns) {
        this.files = files;
        this.columns = columns;
    }

    /** Notes where the keys stand in a file that was just written. */
    void wrote(DataFiles.NewDataFile written) {
        FileKeys read = read(written.footer());
        remember(written.file(), written.stretches()
                .filter(found -> found.count() > 1 && read.parts().size() == 1)
                .map(found -> read.with(List.of(new KeyRowGroup(read.parts().getFirst().chunks(), found))))
                .orElse(read));
    }

    private FileKeys read(ParquetMetadata footer) {
        OptionalLong revision = columns.revision().map(column -> RevisionStats.only(footer, column))
                .orElse(OptionalLong.empty());
        MessageType schema = footer.getFileMetaData().getSchema();
        boolean textPk = schema.getType(columns.pk()).asPrimitiveType()
                .getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
        return new FileKeys(
                KeyColumnChunks.of(footer, columns).stream().map(chunks -> new KeyRowGroup(chunks, null)).toList(),
                revision,
                textPk);
    }

    private void remember(ActiveFile file, FileKeys found) {
        FileKeys before = known.put(file.path(), found);
        stretchesBytes.addAndGet(found.bytes() - (before == null ? 0 : before.bytes()));
    }

    private FileKeys known(ActiveFile file) {
        return known.getOrDefault(file.path(), FileKeys.NOTHING);
    }

    /** What it holds in memory of where keys stand within files. */
    long bytes() {
        return stretchesBytes.get();
    }

    /** Forgets a file that is gone. */
    void forget(String path) {
        FileKeys gone = known.remove(path);
        stretchesBytes.addAndGet(gone == null ? 0 : -gone.bytes());
    }

    /** The hashes of the keys of a file that are in these slots, in the order of its rows. */
    long[] hashes(ActiveFile file, KeyBuckets slots) throws IOException {
        HashList hashes = new HashList(slots.share(file.rows()));
        try (SeekableInputStream bytes = files.bytes(file)) {
            FileKeys read = read(files.footer(file, bytes));
            remember(file, read);
            if (read.parts().isEmpty()) {
                scan(file, slots, hashes);
            } else {
                List<KeyRowGroup> parts = new ArrayList<>();
                for (KeyRowGroup part : read.parts()) {
                    parts.add(new KeyRowGroup(part.chunks(),
                            KeyChunkReader.read(bytes, part.chunks()).hashes(slots, hashes::add).orElse(null)));
                }
                remember(file, read.with(parts));
            }
        }
        return hashes.toArray();
    }

    private void scan(ActiveFile file, KeyBuckets slots, HashList hashes) throws IOException {
        files.scan(file, List.of(columns.pk(), columns.eventId()), FilterCompat.NOOP, (rows, readers) -> {
            KeyPart pk = new KeyPart(Checks.notNull(readers.get(0), columns.pk()));
            KeyPart id = new KeyPart(Checks.notNull(readers.get(1), columns.eventId()));
            for (long i = 0; i < rows; i++) {
                byte[] pkBytes = pk.next();
                byte[] idBytes = id.next();
                if (slots.has(pkBytes, 0, pkBytes.length)) {
                    hashes.add(EventKey.hash(pkBytes, 0, pkBytes.length, idBytes, 0, idBytes.length));
                }
            }
        });
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
        if (about.parts().isEmpty() || !byStretch && (keys.size() > FEW || about.keyBytes() > MAX_PROBE)) {
            return scan(file, keys);
        }
        OptionalLong revision = columns.revision().isPresent() ? about.revision() : OptionalLong.of(0);
        Set<EventKey> found = LinkedHashSet.newLinkedHashSet(keys.size());
        try (SeekableInputStream bytes = files.bytes(file)) {
            for (KeyRowGroup part : about.parts()) {
                KeyChunkReader all = byStretch ? null : KeyChunkReader.read(bytes, part.chunks());
                for (EventKey key : keys) {
                    if (!found.contains(key) && (all != null
                            ? all.has(key)
                            : Checks.notNull(part.stretches(), "stretches").has(bytes, part.chunks(), key))) {
                        found.add(key);
                    }
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

    private Map<EventKey, Long> scan(ActiveFile file, List<EventKey> keys) throws IOException {
        if (file.size() <= MAX_PROBE) {
            return scanNow(file, keys);
        }
        synchronized (large) {
            return scanNow(file, keys);
        }
    }

    private Map<EventKey, Long> scanNow(ActiveFile file, List<EventKey> keys) throws IOException {
        Wanted wanted = new Wanted(keys);
        List<String> names = new ArrayList<>(List.of(columns.pk(), columns.eventId()));
        columns.revision().ifPresent(names::add);
        Map<EventKey, Long> found = new HashMap<>();
        files.scan(file, names, pages(file, keys), (rows, readers) -> {
            KeyPart pk = new KeyPart(Checks.notNull(readers.get(0), columns.pk()));
            KeyPart id = new KeyPart(Checks.notNull(readers.get(1), columns.eventId()));
            Numbers revisions = new Numbers(readers.size() > REVISION ? readers.get(REVISION) : null);
            for (long row = 0; row < rows; row++) {
                EventKey key = wanted.key(pk.next(), id.next());
                if (key != null) {
                    found.merge(key, revisions.at(row), Math::max);
                }
            }
        });
        return found;
    }

    /** The pages that may hold the keys: files are sorted by pk, so that in a large one a key is in one page or two. */
    private FilterCompat.Filter pages(ActiveFile file, List<EventKey> keys) {
        List<String> pks = keys.stream().map(EventKey::pk).distinct().toList();
        if (pks.size() * ROWS_PER_KEY > file.rows() || !known(file).textPk()) {
            return FilterCompat.NOOP;
        }
        return FilterCompat.get(anyOf(FilterApi.binaryColumn(columns.pk()), pks));
    }

    private static FilterPredicate anyOf(BinaryColumn column, List<String> values) {
        int half = values.size() / 2;
        return half == 0
                ? FilterApi.eq(column, Binary.fromString(values.getFirst()))
                : FilterApi.or(anyOf(column, values.subList(0, half)),
                        anyOf(column, values.subList(half, values.size())));
    }

    /** Keys to be found: a few are compared one by one, which costs less than hashing every row. */
    private static final class Wanted {
        private final List<EncodedKey> few;
        private final Map<EncodedKey, EventKey> byBytes;

        Wanted(List<EventKey> keys) {
            byBytes = HashMap.newHashMap(keys.size());
            keys.forEach(key -> byBytes.put(EncodedKey.of(key), key));
            few = byBytes.size() <= FEW ? List.copyOf(byBytes.keySet()) : List.of();
        }

        @Nullable
        EventKey key(byte[] pk, byte[] id) {
            if (few.isEmpty()) {
                return byBytes.get(EncodedKey.of(pk, id));
            }
            for (EncodedKey one : few) {
                if (Arrays.equals(one.eventId(), id) && Arrays.equals(one.pk(), pk)) {
                    return byBytes.get(one);
                }
            }
            return null;
        }
    }

    private enum KeyType {
        TEXT, LONG, INT
    }

    /** One part of a key, row by row, as the UTF-8 bytes of its text. */
    private static final class KeyPart {
        private final ColumnReader reader;
        private final KeyType type;

        KeyPart(ColumnReader reader) {
            this.reader = reader;
            this.type = switch (reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
                case BINARY -> KeyType.TEXT;
                case INT64 -> KeyType.LONG;
                case INT32 -> KeyType.INT;
                case INT96, FLOAT, DOUBLE, BOOLEAN, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException(
                        "column " + reader.getDescriptor() + " cannot be part of a key");
            };
        }

        byte[] next() {
            byte[] part = switch (type) {
                case TEXT -> reader.getBinary().getBytesUnsafe();
                case LONG -> Long.toString(reader.getLong()).getBytes(StandardCharsets.US_ASCII);
                case INT -> Integer.toString(reader.getInteger()).getBytes(StandardCharsets.US_ASCII);
            };
            reader.consume();
            return part;
        }
    }

    /** A column of whole numbers, asked for some rows in ascending order; null is 0. */
    private static final class Numbers {
        private final @Nullable ColumnReader reader;
        private final Function<Object, Object> decoding;
        private long next;

        Numbers(@Nullable ColumnReader reader) {
            this.reader = reader;
            this.decoding = reader == null
                    ? Function.identity()
                    : RowMaterializer.decoding(reader.getDescriptor().getPrimitiveType());
        }

        long at(long row) {
            if (reader == null) {
                return 0;
            }
            for (; next < row; next++) {
                skip(reader);
            }
            if (reader.getCurrentDefinitionLevel() < reader.getDescriptor().getMaxDefinitionLevel()) {
                return 0;
            }
            Object raw = switch (reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
                case INT32 -> reader.getInteger();
                case INT64 -> reader.getLong();
                case INT96 -> reader.getBinary();
                case FLOAT, DOUBLE, BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException(
                        "column " + reader.getDescriptor() + " orders no deliveries");
            };
            return ((Number) decoding.apply(raw)).longValue();
        }

        private static void skip(ColumnReader reader) {
            if (reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel()) {
                reader.skip();
            }
            reader.consume();
        }
    }

    private static final class HashList {
        private long[] hashes;
        private int size;

        HashList(long expected) {
            hashes = new long[(int) Math.max(16, expected)];
        }

        void add(long hash) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, size * 2);
            }
            hashes[size++] = hash;
        }

        long[] toArray() {
            return size == hashes.length ? hashes : Arrays.copyOf(hashes, size);
        }
    }
}
