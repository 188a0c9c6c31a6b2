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
 * Rewrites files without the rows that higher revisions replace, some hundreds of rows at a time, so that memory does not grow
 * with the files. The new revisions are written to other files, so that keys that are revised often are soon in the same files,
 * and other files are not rewritten. For that reason the rest of a small file is never merged with the rest of a large file.
 */
final class CopyOnWrite {
    /** Upper limit of the rows of the files of a partition that are merged into one file. */
    private static final long ROWS = 100_000;
    /** Greatest ratio of the rows of a file to the rows of all smaller files together. */
    private static final long MUCH_LARGER = 4;
    /** Files waiting to be stored are in memory, each up to one part of {@link S3Output}. */
    private static final int STORED_AT_ONCE = 4;

    private final DataFiles files;
    private final TableShape shape;

    CopyOnWrite(DataFiles files, TableShape shape) {
        this.files = files;
        this.shape = shape;
    }

    /** Writes the files without these keys, and stores them; a file without other rows has no result. */
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

    /** Groups of files to merge: no file is much larger than all smaller files of its group together. */
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

    /** Decides which rows stay: keys that are removed from their files, and the hashes of the other keys. */
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
