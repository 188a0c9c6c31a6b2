package io.millrace.launcher.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.audit.AuditedRecords;
import io.millrace.landing.bronze.BronzeRecord;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.topic.TimeWindow;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.common.KafkaException;

/** The records in the bronze table of a stream, in a window and below the watermarks of the table. */
public final class BronzeRanges implements AuditedRecords {
    private final TableReader bronze;
    private final StreamName stream;
    private final LetterReader letters;
    private final Map<SourcePartition, OffsetRange> ranges = new HashMap<>();

    /**
     * @param bronze
     *            stays open
     * @param watermarks
     *            of the table of the stream, by application id
     */
    public BronzeRanges(TableReader bronze, String bootstrapServers, StreamName stream, TimeWindow window,
            Map<String, Long> watermarks) {
        this.bronze = bronze;
        this.stream = stream;
        this.letters = new LetterReader(bootstrapServers, stream);
        bronze.values(BronzeRecord.POSITION, row -> {
            BronzeRecord.Position at = BronzeRecord.position(row);
            long watermark = watermarks.getOrDefault(at.source().applicationId(), 0L);
            if (at.offset() < watermark && (at.timestampMillis() < 0
                    || at.timestampMillis() >= window.since() && at.timestampMillis() < window.until())) {
                ranges.merge(at.source(), new OffsetRange(at.offset(), at.offset() + 1), BronzeRanges::span);
            }
        });
    }

    static OffsetRange span(OffsetRange one, OffsetRange other) {
        return new OffsetRange(Math.min(one.from(), other.from()), Math.max(one.until(), other.until()));
    }

    @Override
    public Map<SourcePartition, OffsetRange> ranges() {
        return ranges;
    }

    @Override
    public void read(Sink sink) {
        bronze.rows(Long.MAX_VALUE, row -> sink.accept(BronzeRecord.position(row).source().topicId(),
                BronzeRecord.of(row, stream.topic())));
    }

    /** None: an offset without a record looks like one that the bronze table lacks. */
    @Override
    public Map<SourcePartition, OffsetRange> complete() {
        return Map.of();
    }

    /** None when Kafka does not answer. */
    @Override
    public Map<SourcePartition, Set<Long>> deadLetters(Map<SourcePartition, OffsetRange> offsets) {
        try {
            return letters.within(offsets, "");
        } catch (LauncherException | KafkaException e) {
            System.err.println("The dead letters are not known: " + e.getMessage());
            return Map.of();
        }
    }

    @Override
    public boolean hasAllDeadLetters() {
        return letters.isComplete();
    }
}
