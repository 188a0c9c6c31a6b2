package io.millrace.table.internal.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.ClusterRanges;
import io.millrace.table.internal.datafile.DataFileWriter;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.SortedMergeReader;
import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.keys.EncodedKey;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.mergerule.EventKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is left of files that lose rows to higher revisions, some hundreds of rows at a time, so that memory does not
 * grow with the files. What takes the place of the lost rows goes to other files: keys that are revised again and again
 * are soon together, and the others are left alone. So that it stays so, what is left of a small file is never put together
 * with what is left of a large one.
 */
final class CopyOnWrite {
    /** Files of a partition are put together up to this. */
    private static final long ROWS = 100_000;
    /** So many times as many rows. */
    private static final long MUCH_LARGER = 4;
    /** What waits to be stored is in memory, up to a part of {@link S3Output} of each. */
    private static final int STORED_AT_ONCE = 4;

    private final DataFiles files;
    private final TableShape shape;

    CopyOnWrite(DataFiles files, TableShape shape) {
        this.files = files;
        this.shape = shape;
    }

    /** The rests of files that these keys leave, stored; where nothing is left there is none. */
    List<WrittenFile> rests(Map<ActiveFile, Set<EventKey>> leaving) throws IOException {
        Map<Map<String, @Nullable String>, List<ActiveFile>> byPartition = new LinkedHashMap<>();
        leaving.keySet()
                .forEach(file -> byPartition.computeIfAbsent(file.partitionValues(), p -> new ArrayList<>()).add(file));
        List<WrittenFile> rests = new ArrayList<>();
        try (BoundedParallelIo.PendingCalls<String> storing = files.calls().atMost(STORED_AT_ONCE).begin()) {
            for (var partition : byPartition.entrySet()) {
                for (List<ActiveFile> tier : tiers(partition.getValue())) {
                    Leaving keys = new Leaving();
                    tier.forEach(file -> leaving.getOrDefault(file, Set.of()).forEach(keys::leaves));
                    rest(tier, partition.getKey(), keys, storing).ifPresent(rests::add);
                }
            }
            storing.results();
        }
        return rests;
    }

    /** Files to be put together: none is much larger than all smaller ones are together. */
    static List<List<ActiveFile>> tiers(List<ActiveFile> files) {
        List<List<ActiveFile>> tiers = new ArrayList<>();
        List<ActiveFile> tier = new ArrayList<>();
        long rows = 0;
        for (ActiveFile file : files.stream().sorted(Comparator.comparingLong(CopyOnWrite::rows)).toList()) {
            if (!tier.isEmpty() && (rows(file) > MUCH_LARGER * rows || rows + rows(file) > ROWS)) {
                tiers.add(tier);
                tier = new ArrayList<>();
                rows = 0;
            }
            tier.add(file);
            rows += rows(file);
        }
        tiers.add(tier);
        return tiers;
    }

    private static long rows(ActiveFile file) {
        return file.rows() < 0 ? ROWS : file.rows();
    }

    private Optional<WrittenFile> rest(List<ActiveFile> tier, Map<String, @Nullable String> partition,
            Leaving keys, BoundedParallelIo.PendingCalls<String> storing) throws IOException {
        ClusterRanges clusters = tier.stream().anyMatch(ActiveFile::clustered)
                ? ClusterRanges.of(files, tier, shape)
                : ClusterRanges.NONE;
        try (SortedMergeReader rows = SortedMergeReader.of(files, tier, shape, clusters);
                DataFileWriter writer = files.begin(shape, partition, clusters, storing)) {
            boolean more = true;
            while (more) {
                more = rows.writeSome(writer, keys);
            }
            return writer.rows() == 0
                    ? Optional.empty()
                    : Optional.of(new WrittenFile(writer.complete(true), keys.left.build().toArray()));
        }
    }

    /** Keys that leave their files, and the hashes of those that do not. */
    private static final class Leaving implements SortedMergeReader.RowFilter {
        private final Set<EncodedKey> leaving = new HashSet<>();
        private final LongStream.Builder left = LongStream.builder();

        void leaves(EventKey key) {
            leaving.add(EncodedKey.of(key));
        }

        @Override
        public boolean stays(byte[] pk, byte[] eventId) {
            EncodedKey key = EncodedKey.of(pk, eventId);
            boolean stays = !leaving.contains(key);
            if (stays) {
                left.add(key.hash());
            }
            return stays;
        }
    }
}
