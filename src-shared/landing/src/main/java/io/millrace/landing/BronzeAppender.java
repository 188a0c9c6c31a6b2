package io.millrace.landing;

import java.time.Clock;
import java.time.LocalDate;

import io.millrace.landing.bronze.BronzeRows;
import io.millrace.table.EventBatch;
import io.millrace.table.EventTable;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Appends the records of one stream to its bronze table. Nothing is decoded, so a record that is no event is there as well.
 */
public final class BronzeAppender extends RecordCollector {
    private final Clock clock;
    private BronzeRows rows = new BronzeRows();
    private int day;

    /**
     * @param clock
     *            gives the day on which records are appended
     * @param mostBytes
     *            the memory of the rows that are not in the table yet, in bytes; a single record may take more
     */
    public BronzeAppender(EventTable table, Clock clock, long mostBytes) {
        super(table, mostBytes);
        this.clock = clock;
    }

    @Override
    public UnlandedRecords add(String ofTopic, UnlandedRecords records) {
        day = Math.toIntExact(LocalDate.now(clock).toEpochDay());
        return super.add(ofTopic, records);
    }

    @Override
    void addRow(String ofTopic, ConsumerRecord<byte[], byte[]> record) {
        rows.add(ofTopic, record, day);
    }

    @Override
    EventBatch rows() {
        return rows.events();
    }

    @Override
    void clearRows() {
        rows.clear();
    }

    @Override
    public int records() {
        return rows.events().size();
    }

    @Override
    public long bytes() {
        return rows.weight();
    }

    /** Also gives back the memory of the rows. */
    @Override
    public void discard() {
        rows = new BronzeRows();
        super.discard();
    }
}
