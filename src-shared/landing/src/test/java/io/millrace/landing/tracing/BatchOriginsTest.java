package io.millrace.landing.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import io.millrace.contracts.record.EventHeaders;
import io.opentelemetry.api.trace.SpanContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BatchOriginsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final BatchOrigins origins = new BatchOrigins(true);

    @Test
    void theSampledContextsAreLinkedOnceEach() {
        add("a", context(1, "01"));
        add("a", context(1, "01"));
        add("b", context(2, "03"));
        add("c", context(3, "00"));
        add("d", context(4, "02"));

        assertEquals(List.of("0000000000000001", "0000000000000002"), spanIds());
        assertEquals(0, origins.unlinked());
        assertEquals("a b c d", origins.correlationIds());
        assertEquals(TRACE, origins.traceIds());
    }

    @Test
    void aContextThatIsNotLegalIsLeftOut() {
        add("a", context(1, "01").replace('a', 'A'));
        add("a", context(1, "01") + "0");
        add("a", "00-" + "0".repeat(32) + "-0000000000000001-01");
        add("a", context(0, "01"));
        add("a", "\u00e4".repeat(27) + "1");

        assertEquals(List.of(), spanIds());
        assertEquals("", origins.traceIds());
    }

    @Test
    void linksAreBoundedAndTheRestIsCounted() {
        IntStream.rangeClosed(1, BatchOrigins.MOST_LINKS + 5).forEach(span -> add("a", context(span, "01")));
        add("a", context(1, "01"));

        assertEquals(BatchOrigins.MOST_LINKS, spanIds().size());
        assertEquals(5, origins.unlinked());
    }

    @Test
    void nothingIsLinkedWhileTracingIsOff() {
        BatchOrigins off = MergeTracing.OFF.origins();
        off.add(record("a", context(1, "01")));

        assertEquals(List.of(), off.links());
        assertEquals("a", off.correlationIds());
    }

    @Test
    void correlationIdsAreBoundedAndTheTextSaysThatThereAreMore() {
        IntStream.rangeClosed(1, BatchOrigins.MOST_IDS).forEach(id -> add("id" + id, context(0, "00")));
        assertEquals("id1 id2 id3 id4 id5 id6 id7 id8", origins.correlationIds());

        add("id1", context(0, "00"));
        assertEquals("id1 id2 id3 id4 id5 id6 id7 id8", origins.correlationIds());
        add("id9", context(0, "00"));
        assertEquals("id1 id2 id3 id4 id5 id6 id7 id8 ...", origins.correlationIds());
    }

    @Test
    void recordsThatAreNotSearchedMayHaveMore() {
        IntStream.range(0, BatchOrigins.SEARCHED_RECORDS).forEach(i -> add("a", context(0, "00")));
        assertEquals("a", origins.correlationIds());

        add("b", context(0, "00"));
        assertEquals("a ...", origins.correlationIds());
    }

    /** It would be in a log line: any program may write to the topic. */
    @Test
    void anIdThatIsNotLegalIsLeftOut() {
        add("a\nERROR forged", context(0, "00"));
        origins.add(new ConsumerRecord<>("orders", 0, 0, new byte[0], new byte[0]));

        assertEquals("", origins.correlationIds());
        assertTrue(spanIds().isEmpty());
    }

    private List<String> spanIds() {
        return origins.links().stream().map(SpanContext::getSpanId).toList();
    }

    private void add(String correlationId, String traceparent) {
        origins.add(record(correlationId, traceparent));
    }

    private static ConsumerRecord<byte[], byte[]> record(String correlationId, String traceparent) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 0, 0, new byte[0], new byte[0]);
        EventHeaders.add(record.headers(), EventHeaders.CORRELATION_ID, correlationId);
        EventHeaders.add(record.headers(), EventHeaders.TRACEPARENT, traceparent);
        return record;
    }

    private static String context(int span, String flags) {
        return "00-" + TRACE + "-%016x-".formatted(span) + flags;
    }
}
