package io.millrace.landing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DeadLetterTopic;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.tracing.BatchLogContext;
import io.millrace.landing.tracing.BatchOrigins;
import io.millrace.landing.tracing.MergeTracing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the dead letters of a stream, at most one line per reason in a second. A line is about the first letter of a micro-batch:
 * its coordinates and, as fields, the ids of its request. No line has anything of its content.
 */
final class LetterLog {
    private static final Logger LOG = LoggerFactory.getLogger(LetterLog.class);

    private final StreamName stream;
    private final MergeTracing tracing;
    private final DeadLetterTopic topic;

    LetterLog(StreamName stream, DeadLetterTopic topic, MergeTracing tracing) {
        this.stream = stream;
        this.topic = topic;
        this.tracing = tracing;
    }

    /** These letters are in the dead-letter topic. */
    void written(List<DeadLetter> letters) {
        Map<DeadLetter.Reason, Integer> counts = new EnumMap<>(DeadLetter.Reason.class);
        letters.forEach(letter -> counts.merge(letter.reason(), 1, Integer::sum));
        for (DeadLetter letter : letters) {
            Integer count = counts.remove(letter.reason());
            if (count != null) {
                topic.logLine(stream, letter.reason(), count).ifPresent(suppressed -> log(letter, count, suppressed));
            }
        }
    }

    private void log(DeadLetter first, int count, long suppressed) {
        ConsumerRecord<byte[], byte[]> record = first.source();
        BatchOrigins origins = tracing.origins();
        origins.add(record);
        try (BatchLogContext unused = BatchLogContext.open(origins)) {
            LOG.warn("Stream {}: the record at topic {}, partition {}, offset {} is a dead letter: {}{}{}", stream,
                    record.topic(), record.partition(), record.offset(), first.reason().code(),
                    more(count - 1L, " of the same micro-batch"), more(suppressed, " since the last such line"));
        }
    }

    private static String more(long letters, String where) {
        return letters == 0 ? "" : "; " + letters + " more" + where;
    }
}
