package io.millrace.stream.merge;

import static io.millrace.stream.merge.MergeFixture.await;
import static io.millrace.stream.merge.MergeFixture.offer;
import static io.millrace.stream.merge.MergeFixture.record;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.jboss.logmanager.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log lines about a micro-batch name the requests that its records came from. */
class MergeLogLinesTest {
    @TempDir
    private Path folder;

    private final List<Map<String, String>> fields = new CopyOnWriteArrayList<>();
    private final Handler collecting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            fields.add(MDC.copy());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Test
    void aFailureOfAMicroBatchAndItsEndNameTheRequests() {
        Logger log = Logger.getLogger(MergeHealth.class.getName());
        log.addHandler(collecting);
        try (MergeFixture fixture = new MergeFixture(folder)) {
            fixture.afterProgramError = Duration.ofMillis(50);
            fixture.letters.sendException = new IllegalStateException("injected");
            StreamMerge merging = fixture.start();
            ConsumerRecord<byte[], byte[]> poison = record(0, 1);
            poison.value()[0] = 1;
            EventHeaders.add(poison.headers(), EventHeaders.CORRELATION_ID, "request-1");
            offer(merging, poison);
            await(1, fields::size);
            fixture.letters.sendException = null;
            await(2, fields::size);
        } finally {
            log.removeHandler(collecting);
        }
        assertEquals(List.of(Map.of("correlation_id", "request-1"), Map.of("correlation_id", "request-1")), fields);
    }
}
