package io.millrace.landing;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.OptionalLong;

import io.millrace.landing.bronze.BronzeRows;
import io.millrace.table.EventBatch;
import io.millrace.table.EventTable;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Appends the records of one stream to its bronze table. Nothing is decoded, so a record that is no event is there as well.
 */
public final class BronzeAppender extends RecordCollector {
    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();
    private static final long YEAR_10000 = 253_402_300_800_000L;

    private final Clock clock;
    private BronzeRows rows = new BronzeRows();
    private int day;

    /**
     * @param clock
     *            gives the day on which records are appended, unless it is behind the records
     * @param mostBytes
     *            the memory of the rows that are not in the table yet, in bytes; a single record may take more
     */
    public BronzeAppender(EventTable table, Clock clock, long mostBytes) {
        super(table, mostBytes);
        this.clock = clock;
    }

    @Override
    public UnlandedRecords add(String ofTopic, UnlandedRecords records) {
        day = Math.toIntExact(Math.max(LocalDate.now(clock).toEpochDay(), earliestDay(records)));
        return super.add(ofTopic, records);
    }

    /**
     * The day of the earliest record, by its own timestamp. No record is appended before it is written: a clock that is behind
     * must not date rows back, because the days of a bronze table expire. The earliest one decides, so that a single timestamp
     * of the future does not.
     */
    private static long earliestDay(UnlandedRecords records) {
        OptionalLong earliest = records.records().stream().mapToLong(ConsumerRecord::timestamp)
                .filter(time -> time >= 0 && time < YEAR_10000).min();
        return earliest.isPresent() ? Math.floorDiv(earliest.getAsLong(), MILLIS_PER_DAY) : Long.MIN_VALUE;
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
