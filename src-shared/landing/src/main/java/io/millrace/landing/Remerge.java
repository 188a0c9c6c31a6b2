package io.millrace.landing;

import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.table.EventBatch;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Merges records of a stream that were read before, in any order, from Kafka or from the bronze table. The merge rule alone
 * decides: no watermark is looked at or moved, so that the writers of the stream may go on meanwhile. A record that is no
 * event is counted and left out; its dead letter was written when it was first read. Used by one thread.
 */
public final class Remerge {
    private final StreamContracts contracts;
    private final EventTable table;
    private final long mostBytes;
    private final int mostRows;
    private final ColumnDecoder decoder;
    private EventBatch events;
    private long used;
    private Counts counts = new Counts(0, 0, 0, 0, 0);

    /**
     * The outcome of the records.
     *
     * @param records
     *            number of records that were given
     * @param inserted
     *            number of rows that the table lacked
     * @param replaced
     *            number of rows that a higher revision replaced, or a delivery with a lower offset
     * @param unchanged
     *            number of events that changed nothing
     * @param notEvents
     *            number of records that are no events
     */
    public record Counts(long records, long inserted, long replaced, long unchanged, long notEvents) {
        private Counts plus(MergeOutcome.Merged merged) {
            return new Counts(records, inserted + merged.inserted(), replaced + merged.replaced(),
                    unchanged + merged.duplicates(), notEvents);
        }

        private Counts plus(int events, int others) {
            return new Counts(records + events + others, inserted, replaced, unchanged, notEvents + others);
        }
    }

    /**
     * @param writer
     *            the value of {@code _written_by} in the rows
     * @param mostBytes
     *            the memory of events that are not merged yet, in bytes
     * @param mostRows
     *            the number of events in a merge
     */
    public Remerge(StreamContracts contracts, EventTable table, String writer, long mostBytes, int mostRows) {
        this.contracts = contracts;
        this.table = table;
        this.mostBytes = mostBytes;
        this.mostRows = mostRows;
        this.decoder = new ColumnDecoder(contracts, writer);
        this.events = decoder.begin(contracts);
    }

    /** Takes a record, and merges when enough events have come. */
    public void add(ConsumerRecord<byte[], byte[]> record) {
        boolean event;
        try {
            event = decoder.add(record, mostBytes - used) == null;
        } catch (OverweightException e) {
            merge();
            event = addAlone(record);
        }
        counts = counts.plus(event ? 1 : 0, event ? 0 : 1);
        used += event ? decoder.weight() : 0;
        if (events.size() >= mostRows || used >= mostBytes) {
            merge();
        }
    }

    /** Whether the record is an event that fits into an empty batch. */
    private boolean addAlone(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.add(record, mostBytes) == null;
        } catch (OverweightException e) {
            return addAsWritten(record);
        }
    }

    /** The defaults of fields that the contract gained later can be what makes an event too heavy. */
    private boolean addAsWritten(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.addAsWritten(record, mostBytes) == null;
        } catch (OverweightException e) {
            return false;
        }
    }

    /** Merges the events that have come. After an exception the call may be repeated. */
    public void merge() {
        if (events.size() > 0 && table.merge(MicroBatch.again(events)) instanceof MergeOutcome.Merged merged) {
            counts = counts.plus(merged);
        }
        events = decoder.begin(contracts);
        used = 0;
    }

    /** The outcome of the records so far. */
    public Counts counts() {
        return counts;
    }
}
