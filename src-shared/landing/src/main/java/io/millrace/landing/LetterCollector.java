package io.millrace.landing;

import java.util.ArrayList;
import java.util.List;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterTable;
import io.millrace.table.EventBatch;
import io.millrace.table.EventRow;
import io.millrace.table.EventTable;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Merges the records of a dead-letter topic into the table of dead letters. Its memory is the bytes of keys and values. */
public final class LetterCollector extends RecordCollector {
    private final StreamName stream;
    private final LetterParsing parsing;
    private List<EventRow> rows = new ArrayList<>();
    private long bytes;

    /**
     * @param mostBytes
     *            the keys and values of the letters that are not in the table yet, in bytes; a single letter may have more
     */
    public LetterCollector(StreamName stream, EventTable table, LetterParsing parsing, long mostBytes) {
        super(table, mostBytes);
        this.stream = stream;
        this.parsing = parsing;
    }

    @Override
    void addRow(String ofTopic, ConsumerRecord<byte[], byte[]> record) {
        rows.add(LetterRows.row(stream, parsing.letter(ofTopic, record)));
        bytes += UnlandedRecords.bytes(record);
    }

    @Override
    EventBatch rows() {
        return EventBatch.of(LetterTable.SHAPE, rows);
    }

    @Override
    void clearRows() {
        rows = new ArrayList<>();
        bytes = 0;
    }

    @Override
    public int records() {
        return rows.size();
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
