package io.millrace.landing.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import io.millrace.landing.decode.KeyReading;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Rows in new files whose offsets were audited before those files were committed. They are few as a rule. */
final class EarlierRows {
    /** Offsets between two rows that are read along rather than passed over. */
    private static final long NEAR = 10_000;
    /** The memory of a row, in bytes. */
    private static final long BYTES_PER_ROW = 128;

    private final long most;
    private final Map<Integer, NavigableMap<Long, List<Row>>> partitions = new TreeMap<>();
    private long kept;
    private long unjudged;

    private static final class Row {
        private final long hash;
        private Verdict verdict = Verdict.NO_RECORD;

        Row(long hash) {
            this.hash = hash;
        }
    }

    private enum Verdict {
        NO_RECORD, EXPLAINED, OTHER_KEY
    }

    /** Takes a ghost. */
    interface GhostSink {
        /** Takes a row that no record explains. */
        void ghost(int partition, long offset, long hash, String detail);
    }

    /**
     * @param memory
     *            for the rows, in bytes; rows that exceed it are not judged
     */
    EarlierRows(long memory) {
        this.most = memory / BYTES_PER_ROW;
    }

    void add(int partition, long offset, long hash) {
        if (kept < most) {
            kept++;
            partitions.computeIfAbsent(partition, p -> new TreeMap<>())
                    .computeIfAbsent(offset, o -> new ArrayList<>(1)).add(new Row(hash));
        } else {
            unjudged++;
        }
    }

    boolean has(int partition, long offset) {
        return !rows(partition, offset).isEmpty();
    }

    private List<Row> rows(int partition, long offset) {
        NavigableMap<Long, List<Row>> rows = partitions.get(partition);
        return rows == null ? List.of() : rows.getOrDefault(offset, List.of());
    }

    /**
     * Compares the rows with their records.
     *
     * @param key
     *            reads the key of a record; empty when it is no event
     * @param isOnlyTopic
     *            whether every row came from the topic of the records
     * @param sink
     *            takes the ghosts
     */
    void judge(EarlierRecords records, Function<ConsumerRecord<byte[], byte[]>, Optional<EventKey>> key,
            boolean isOnlyTopic, GhostSink sink) {
        if (partitions.isEmpty()) {
            return;
        }
        records.read(ranges(), (topicId, record) -> {
            List<Row> rows = rows(record.partition(), record.offset());
            if (!rows.isEmpty()) {
                Optional<EventKey> found = key.apply(record);
                rows.forEach(row -> row.verdict = found.isEmpty() || KeyReading.legal(found.get().hash()) == row.hash
                        ? Verdict.EXPLAINED
                        : Verdict.OTHER_KEY);
            }
        });
        Map<Integer, Long> completeFrom = records.completeFrom();
        partitions.forEach((partition, offsets) -> offsets.forEach((offset, rows) -> {
            boolean exists = offset >= completeFrom.getOrDefault(partition, Long.MAX_VALUE);
            rows.forEach(row -> judge(partition, offset, row, isOnlyTopic, exists, sink));
        }));
    }

    private void judge(int partition, long offset, Row row, boolean isOnlyTopic, boolean isComplete, GhostSink sink) {
        switch (row.verdict) {
            case EXPLAINED -> { // its record has become this row
            }
            case OTHER_KEY -> {
                if (isOnlyTopic) {
                    sink.ghost(partition, offset, row.hash, RowFindings.OTHER_KEY);
                } else {
                    unjudged++;
                }
            }
            case NO_RECORD -> {
                if (isOnlyTopic && isComplete) {
                    sink.ghost(partition, offset, row.hash, RowFindings.NO_RECORD);
                } else {
                    unjudged++;
                }
            }
        }
    }

    /** The offsets to read. */
    private Map<Integer, List<OffsetRange>> ranges() {
        Map<Integer, List<OffsetRange>> all = new HashMap<>();
        partitions.forEach((partition, rows) -> {
            List<OffsetRange> ranges = new ArrayList<>();
            for (long offset : rows.keySet()) {
                OffsetRange last = ranges.isEmpty() ? null : ranges.getLast();
                if (last != null && offset - last.until() < NEAR) {
                    ranges.set(ranges.size() - 1, new OffsetRange(last.from(), offset + 1));
                } else {
                    ranges.add(new OffsetRange(offset, offset + 1));
                }
            }
            all.put(partition, ranges);
        });
        return all;
    }

    /** The number of rows that were compared with no record, after {@link #judge}. */
    long unjudged() {
        return unjudged;
    }
}
