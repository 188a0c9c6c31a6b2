package io.millrace.stream.merge;

import static io.millrace.stream.merge.MergeFixture.await;
import static io.millrace.stream.merge.MergeFixture.offer;
import static io.millrace.stream.merge.MergeFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.millrace.contracts.record.EventHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log lines about a micro-batch name the requests that its records came from. */
class MergeLogLinesTest {
    @TempDir
    private Path folder;

    /** A line is due after a second; each of these takes a millisecond at least. */
    private static final int MOST_LETTERS = 10_000;

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Handler collecting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(new Line(((ExtLogRecord) entry).getFormattedMessage(), MDC.copy()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** A line of the log with its fields. */
    private record Line(String text, Map<String, String> fields) {}

    @Test
    void aFailureOfAMicroBatchAndItsEndNameTheRequests() {
        Logger log = Logger.getLogger(MergeHealth.class.getName());
        log.addHandler(collecting);
        try (MergeFixture fixture = new MergeFixture(folder)) {
            fixture.afterProgramError = Duration.ofMillis(50);
            fixture.letters.sendException = new IllegalStateException("injected");
            StreamMerge merging = fixture.start();
            offer(merging, poison(0, "request-1"), of("request-2", record(1, 1)));
            await(1, lines::size);
            fixture.letters.sendException = null;
            await(2, lines::size);
        } finally {
            log.removeHandler(collecting);
        }
        Map<String, String> both = Map.of("correlation_id", "request-1 request-2");
        assertEquals(List.of(both, both), lines.stream().map(Line::fields).toList());
    }

    @Test
    void aDeadLetterIsLoggedWithItsCoordinatesAndItsRequestAndFurtherOnesAreCounted() {
        Logger log = Logger.getLogger("io.millrace.landing.LetterLog");
        log.addHandler(collecting);
        int letters = 2;
        try (MergeFixture fixture = new MergeFixture(folder)) {
            StreamMerge merging = fixture.start();
            offer(merging, of("request-0", record(0, 1)), poison(1, "request-1"), poison(2, "request-2"));
            await(letters, () -> fixture.letters.history().size());
            while (lines.stream().noneMatch(line -> line.text().endsWith(" more since the last such line"))) {
                assertTrue(letters < MOST_LETTERS, lines::toString);
                letters++;
                offer(merging, poison(letters, "request-" + letters));
                await(letters, () -> fixture.letters.history().size());
            }
        } finally {
            log.removeHandler(collecting);
        }
        String text = "Stream visits: the record at topic visits, partition 0, offset %d is a dead letter: undecodable; %d"
                + " more %s";
        assertEquals(new Line(text.formatted(1, 1, "of the same micro-batch"), Map.of("correlation_id", "request-1")),
                lines.getFirst());
        int suppressed = letters - 1 - lines.size();
        assertEquals(new Line(text.formatted(letters, suppressed, "since the last such line"),
                Map.of("correlation_id", "request-" + letters)), lines.getLast());
    }

    @Test
    void aDeadLetterOfNoRequestIsLoggedWithoutThoseOfItsMicroBatch() {
        Logger log = Logger.getLogger("io.millrace.landing.LetterLog");
        log.addHandler(collecting);
        try (MergeFixture fixture = new MergeFixture(folder)) {
            ConsumerRecord<byte[], byte[]> poison = record(1, 1);
            poison.value()[0] = 1;
            offer(fixture.start(), of("request-0", record(0, 1)), poison);
            await(1, lines::size);
        } finally {
            log.removeHandler(collecting);
        }
        assertEquals(new Line("Stream visits: the record at topic visits, partition 0, offset 1 is a dead letter:"
                + " undecodable", Map.of()), lines.getFirst());
    }

    private static ConsumerRecord<byte[], byte[]> poison(long offset, String request) {
        ConsumerRecord<byte[], byte[]> poison = of(request, record(offset, 1));
        poison.value()[0] = 1;
        return poison;
    }

    private static ConsumerRecord<byte[], byte[]> of(String request, ConsumerRecord<byte[], byte[]> record) {
        EventHeaders.add(record.headers(), EventHeaders.CORRELATION_ID, request);
        return record;
    }
}
