package io.millrace.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Which events a gateway has acknowledged, to be looked for in the topic afterwards. */
final class AckedEvents implements Load.Acknowledged {
    /**
     * What the topic says about them.
     *
     * @param acked
     *            events that were acknowledged
     * @param lost
     *            of them that are not in the topic
     * @param records
     *            records in the topic
     */
    record Audit(long acked, long lost, long records) {}

    private static final String EVENT_ID = "event_id";

    private final BitSet acked = new BitSet();

    @Override
    public synchronized void events(long first, int events) {
        acked.set(Math.toIntExact(first), Math.toIntExact(first + events));
    }

    /** Reads the whole topic. */
    synchronized Audit audit(TopicReader topic) {
        BitSet missing = (BitSet) acked.clone();
        long[] records = {0};
        topic.read(record -> {
            missing.clear(Math.toIntExact(number(record)));
            records[0]++;
            return true;
        });
        return new Audit(acked.cardinality(), missing.cardinality(), records[0]);
    }

    private static long number(ConsumerRecord<byte[], byte[]> record) {
        Header id = record.headers().lastHeader(EVENT_ID);
        return Orders.number(new String(id.value(), StandardCharsets.UTF_8));
    }
}
