package io.millrace.launcher.rebuild;

import java.util.HashMap;
import java.util.Map;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.bronze.BronzeRecord;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.topic.TimeWindow;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.factory.EventTables;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records in the bronze table of a stream. */
public final class BronzeRecords implements RecordSource {
    private final TableReader reader;
    private final String topic;
    private final TimeWindow window;
    private final long rows;

    /**
     * @throws LauncherException
     *             when there is no such table
     */
    public BronzeRecords(TableLocation location, StreamName stream, TimeWindow window) {
        this.reader = EventTables.read(location);
        this.topic = stream.topic();
        this.window = window;
        this.rows = reader.status().map(TableStatus::rows).orElseThrow(() -> {
            reader.close();
            return new LauncherException("Stream " + stream + " has no bronze table: there is no table at " + location
                    + ". Use --from kafka, or name the tables with --tables.");
        });
    }

    @Override
    public long expected() {
        return Math.max(0, rows);
    }

    @Override
    public Map<SourcePartition, Long> ends() {
        Map<SourcePartition, Long> ends = new HashMap<>();
        reader.values(BronzeRecord.POSITION, row -> {
            BronzeRecord.Position at = BronzeRecord.position(row);
            ends.merge(at.source(), at.offset() + 1, Math::max);
        });
        return ends;
    }

    @Override
    public void read(Sink sink) {
        reader.rows(Long.MAX_VALUE, row -> {
            ConsumerRecord<byte[], byte[]> record = BronzeRecord.of(row, topic);
            if (window.has(record)) {
                sink.accept(BronzeRecord.position(row).source().topicId(), record);
            }
        });
    }

    @Override
    public void close() {
        reader.close();
    }
}
