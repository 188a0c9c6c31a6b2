package io.millrace.landing.letters;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.Books;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableStatus;
import io.millrace.table.mergerule.EventKey;

/** A table whose merges may be the last call of the process. */
record KilledTable(EventTable table, KilledCalls calls) implements EventTable {
    @Override
    public OptionalLong watermark(SourcePartition source) {
        return table.watermark(source);
    }

    @Override
    public MergeOutcome merge(MicroBatch batch) {
        return calls.call(() -> table.merge(batch));
    }

    @Override
    public Set<EventKey> present(Collection<EventKey> keys) {
        return table.present(keys);
    }

    @Override
    public Set<Long> repeated(long[] keyHashes, long oldestIngestMicros) {
        return table.repeated(keyHashes, oldestIngestMicros);
    }

    @Override
    public void mark(Map<String, Long> mark) {
        table.mark(mark);
    }

    @Override
    public OptionalLong marked(String name) {
        return table.marked(name);
    }

    @Override
    public Map<String, Books> books() {
        return table.books();
    }

    @Override
    public List<AcknowledgedDifference> acknowledge(String reason) {
        return table.acknowledge(reason);
    }

    @Override
    public long replacements() {
        return table.replacements();
    }

    @Override
    public long keyIndexBytes() {
        return table.keyIndexBytes();
    }

    @Override
    public Partitioning partitioning() {
        return table.partitioning();
    }

    @Override
    public TableStatus status() {
        return table.status();
    }

    @Override
    public void close() {
        table.close();
    }
}
