package io.millrace.table.internal.datafile;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.millrace.table.EventColumns;
import io.millrace.table.TableReader.KeyRowSink;
import io.millrace.table.TableShape.KeyColumns;
import io.millrace.table.internal.keys.KeyChunkReader;
import io.millrace.table.internal.keys.KeyColumnChunks;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.storage.Checks;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.mergerule.EventKey;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.jspecify.annotations.Nullable;

/** Reads the keys and coordinates of the rows of files, without an object for each row where Millrace wrote the file. */
public final class KeyRowScan {
    private static final int FIRST_NUMBER = 2;

    private final DataFileReader reader;
    private final KeyColumns keys;
    private final KeyRowSink sink;

    public KeyRowScan(DataFileReader reader, KeyColumns keys, KeyRowSink sink) {
        this.reader = reader;
        this.keys = keys;
        this.sink = sink;
    }

    /** Gives out the rows of a file. */
    public void read(ActiveFile file) throws IOException {
        Queue<long[]> hashes = plainHashes(file);
        boolean plain = !hashes.isEmpty();
        reader.scan(file, names(plain), FilterCompat.NOOP, (rows, readers) -> {
            long[] ofGroup = plain ? Checks.notNull(hashes.poll(), "keys of a row group") : hashes(rows, readers);
            if (ofGroup.length != rows) {
                throw new IllegalStateException(
                        "a row group of " + file.path() + " has " + rows + " rows and " + ofGroup.length + " keys");
            }
            int first = plain ? 0 : FIRST_NUMBER;
            NumberColumn partitions = new NumberColumn(readers.get(first));
            NumberColumn offsets = new NumberColumn(readers.get(first + 1));
            NumberColumn ingestedAt = new NumberColumn(readers.get(first + 2));
            for (long hash : ofGroup) {
                sink.row(hash, partition(partitions.next()), offsets.next(), ingestedAt.next());
            }
        });
    }

    private static int partition(long number) {
        return number < Integer.MIN_VALUE || number > Integer.MAX_VALUE ? KeyRowSink.NO_PARTITION : (int) number;
    }

    private List<String> names(boolean withoutKeys) {
        return withoutKeys
                ? List.of(EventColumns.PARTITION, EventColumns.OFFSET, EventColumns.INGESTED_AT)
                : List.of(keys.pk(), keys.eventId(), EventColumns.PARTITION, EventColumns.OFFSET,
                        EventColumns.INGESTED_AT);
    }

    /** The hashes of each row group; none when the keys of the file are not plain values. */
    private Queue<long[]> plainHashes(ActiveFile file) throws IOException {
        Queue<long[]> groups = new ArrayDeque<>();
        try (SeekableInput bytes = reader.bytes(file)) {
            var footer = reader.footer(file, bytes);
            List<KeyColumnChunks> chunks = KeyColumnChunks.of(footer, keys);
            for (int group = 0; group < chunks.size(); group++) {
                long[] hashes = new long[Math.toIntExact(footer.getBlocks().get(group).getRowCount())];
                int[] size = {0};
                KeyChunkReader.read(bytes, chunks.get(group)).hashes(hash -> hashes[size[0]++] = hash);
                groups.add(hashes);
            }
        }
        return groups;
    }

    private long[] hashes(long rows, List<@Nullable ColumnReader> readers) {
        KeyPart pk = new KeyPart(Checks.notNull(readers.get(0), keys.pk()));
        KeyPart id = new KeyPart(Checks.notNull(readers.get(1), keys.eventId()));
        long[] hashes = new long[Math.toIntExact(rows)];
        for (int row = 0; row < hashes.length; row++) {
            byte[] pkBytes = pk.next();
            byte[] idBytes = id.next();
            hashes[row] = EventKey.hash(pkBytes, 0, pkBytes.length, idBytes, 0, idBytes.length);
        }
        return hashes;
    }
}
