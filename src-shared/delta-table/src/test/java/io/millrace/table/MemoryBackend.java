package io.millrace.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

import io.millrace.table.column.Column;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory, written as plainly as the promises of {@link EventTable} are: for tests of what uses a table, and
 * the oracle for the table on Delta. All writers that are opened on one instance share the table.
 */
public final class MemoryBackend implements TableBackend {
    private final Map<EventKey, EventRow> rows = new LinkedHashMap<>();
    private final Map<String, Long> marks = new HashMap<>();
    private @Nullable TableShape shape;
    private long version = -1;

    @Override
    public EventTable open(TableShape wanted, String writer) {
        return new Writer(wanted);
    }

    @Override
    public synchronized List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (EventRow row : rows.values()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
            values.values().removeIf(v -> v == null);
            all.add(values);
        }
        return all;
    }

    @Override
    public synchronized List<Column> columns() {
        return shape == null ? List.of() : shape.columns();
    }

    private final Map<String, Books> books = new HashMap<>();

    private synchronized MergeOutcome merge(MicroBatch batch) {
        fit(batch.shape());
        Map<Integer, Long> newFrom = new HashMap<>();
        Map<String, Long> moved = new HashMap<>();
        for (var entry : batch.ranges().entrySet()) {
            OffsetRange range = entry.getValue();
            long watermark = marks.getOrDefault(mark(batch, entry.getKey()), range.from());
            if (range.from() > watermark) {
                return new MergeOutcome.OffsetGap(entry.getKey(), watermark, range);
            }
            if (range.until() > watermark) {
                moved.put(mark(batch, entry.getKey()), range.until());
            }
            newFrom.put(entry.getKey(), watermark);
        }
        List<EventRow> within = IntStream.range(0, batch.events().size()).mapToObj(batch.events()::row)
                .filter(row -> isWithin(batch.ranges().get(row.partition()), row.precedence().offset())).toList();
        List<EventRow> offered = within.stream()
                .filter(row -> row.precedence().offset() >= newFrom.getOrDefault(row.partition(), 0L)).toList();
        int cut = within.size() - offered.size();
        if (moved.isEmpty()) {
            return new MergeOutcome.AlreadyMerged(version, cut);
        }
        version++;
        long begin = 0;
        OtherOffsets.Counts others = OtherOffsets.Counts.NONE;
        for (var entry : batch.ranges().entrySet()) {
            long from = newFrom.getOrDefault(entry.getKey(), 0L);
            if (moved.containsKey(mark(batch, entry.getKey()))) {
                begin += marks.containsKey(mark(batch, entry.getKey())) ? 0 : from;
                long events = offered.stream().filter(row -> row.partition() == entry.getKey()).count();
                others = others.plus(batch.others().count(entry.getKey(),
                        new OffsetRange(from, entry.getValue().until()), events));
            }
        }
        marks.putAll(moved);
        Set<EventKey> inserted = new HashSet<>();
        Set<EventKey> replaced = new HashSet<>();
        for (EventRow row : offered) {
            EventRow held = rows.get(row.key());
            if (held == null) {
                inserted.add(row.key());
                rows.put(row.key(), row);
            } else if (isOffered(held, offered)
                    ? row.precedence().beats(held.precedence())
                    : row.precedence().revision() > held.precedence().revision()) {
                rows.put(row.key(), row);
                if (!inserted.contains(row.key())) {
                    replaced.add(row.key());
                }
            }
        }
        int unchanged = offered.size() - inserted.size() - replaced.size();
        Books commit = new Books(begin, begin + offered.size() + others.total(), inserted.size(), replaced.size(),
                unchanged, others);
        books.merge(batch.topicId(), commit, Books::plus);
        return new MergeOutcome.Merged(version, inserted.size(), replaced.size(), unchanged, cut, others, 1);
    }

    /** Within a batch the lower offset wins, against a row of the table nothing but a higher revision. */
    private static boolean isOffered(EventRow held, List<EventRow> offered) {
        return offered.stream().anyMatch(row -> row == held);
    }

    private static boolean isWithin(@Nullable OffsetRange range, long offset) {
        return range != null && range.contains(offset);
    }

    private void fit(TableShape wanted) {
        try {
            TableShape fitting = shape == null ? wanted : shape.evolvedTo(wanted);
            if (shape == null || !shape.columns().equals(fitting.columns())) {
                shape = fitting;
                version++;
            }
        } catch (IllegalArgumentException e) {
            throw new TableRefusedException("memory", "it does not fit the contract, " + e.getMessage() + ".");
        }
    }

    private static String mark(MicroBatch batch, int partition) {
        return new SourcePartition(batch.topicId(), partition).applicationId();
    }

    private final class Writer implements EventTable {
        private final TableShape wanted;

        Writer(TableShape wanted) {
            this.wanted = wanted;
        }

        @Override
        public OptionalLong watermark(SourcePartition source) {
            return marked(source.applicationId());
        }

        @Override
        public Map<String, Books> books() {
            synchronized (MemoryBackend.this) {
                return Map.copyOf(books);
            }
        }

        @Override
        public MergeOutcome merge(MicroBatch batch) {
            return MemoryBackend.this.merge(batch);
        }

        @Override
        public Set<EventKey> present(Collection<EventKey> keys) {
            synchronized (MemoryBackend.this) {
                Set<EventKey> present = new HashSet<>(keys);
                present.retainAll(rows.keySet());
                return present;
            }
        }

        /** Rows are kept by their keys. */
        @Override
        public Set<Long> repeated(long[] keyHashes, long oldestIngestMicros) {
            return Set.of();
        }

        @Override
        public void mark(Map<String, Long> mark) {
            synchronized (MemoryBackend.this) {
                fit(wanted);
                mark.forEach((name, value) -> {
                    if (marks.getOrDefault(name, Long.MIN_VALUE) < value) {
                        marks.put(name, value);
                        version++;
                    }
                });
            }
        }

        /** No test puts these books out of balance. */
        @Override
        public List<AcknowledgedDifference> acknowledge(String reason) {
            return List.of();
        }

        @Override
        public OptionalLong marked(String name) {
            synchronized (MemoryBackend.this) {
                Long value = marks.get(name);
                return value == null ? OptionalLong.empty() : OptionalLong.of(value);
            }
        }

        @Override
        public Partitioning partitioning() {
            return new Partitioning(List.of(), 0);
        }

        @Override
        public TableStatus status() {
            synchronized (MemoryBackend.this) {
                return new TableStatus("memory", version, 1, rows.size(), 0, 1, List.of(), Map.copyOf(marks), -1);
            }
        }

        @Override
        public long replacements() {
            return 0;
        }

        @Override
        public long keyIndexBytes() {
            return 0;
        }

        @Override
        public void close() {
            // The table stays.
        }
    }
}
