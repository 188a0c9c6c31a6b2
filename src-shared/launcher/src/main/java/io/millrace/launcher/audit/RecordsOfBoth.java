package io.millrace.launcher.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.millrace.landing.audit.AuditedRecords;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;

/** The records that Kafka has, and those of the bronze table that Kafka no longer has. */
public final class RecordsOfBoth implements AuditedRecords {
    private final KafkaRecords kafka;
    private final BronzeRanges bronze;

    public RecordsOfBoth(KafkaRecords kafka, BronzeRanges bronze) {
        this.kafka = kafka;
        this.bronze = bronze;
    }

    @Override
    public Map<SourcePartition, OffsetRange> ranges() {
        Map<SourcePartition, OffsetRange> all = new HashMap<>(bronze.ranges());
        kafka.ranges().forEach((source, range) -> all.merge(source, range, BronzeRanges::span));
        return all;
    }

    @Override
    public void read(Sink sink) {
        bronze.read(sink);
        kafka.read(sink);
    }

    @Override
    public Map<SourcePartition, OffsetRange> complete() {
        return kafka.complete();
    }

    @Override
    public Map<SourcePartition, Set<Long>> deadLetters(Map<SourcePartition, OffsetRange> offsets) {
        return kafka.deadLetters(offsets);
    }

    @Override
    public boolean hasAllDeadLetters() {
        return kafka.hasAllDeadLetters();
    }
}
