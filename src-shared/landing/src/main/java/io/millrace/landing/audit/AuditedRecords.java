package io.millrace.landing.audit;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of a stream that an audit compares with the table. */
public interface AuditedRecords {
    /** Takes the records. */
    interface Sink {
        /** Takes a record of a topic. */
        void accept(String topicId, ConsumerRecord<byte[], byte[]> record);
    }

    /** The offsets to audit, all of them below the watermarks of the table. */
    Map<SourcePartition, OffsetRange> ranges();

    /** Kafka's ids of the topics of these records. */
    default Set<String> topicIds() {
        return ranges().keySet().stream().map(SourcePartition::topicId).collect(Collectors.toSet());
    }

    /** Gives out the records of the ranges, in any order; may be repeated. */
    void read(Sink sink);

    /**
     * The offsets of which {@link #read} gave out every record that ever existed: a row from another offset among them has no
     * record.
     */
    Map<SourcePartition, OffsetRange> complete();

    /** The positions among these offsets whose records have a dead letter. */
    Map<SourcePartition, Set<Long>> deadLetters(Map<SourcePartition, OffsetRange> offsets);

    /** Whether every dead letter that was ever written is still there; valid after {@link #deadLetters}. */
    boolean hasAllDeadLetters();
}
