package io.millrace.stream.consume;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import io.millrace.contracts.schema.StreamName;
import org.junit.jupiter.api.Test;

class TableReadsTest {
    private static final StreamName SLOW = new StreamName("slow");
    private static final StreamName OTHER = new StreamName("other");

    private final TableReads<String> reads = new TableReads<>(Duration.ofMillis(50));
    private final CountDownLatch storage = new CountDownLatch(1);

    private String hang() {
        try {
            storage.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "read late";
    }

    @Test
    void aReadThatHangsConcernsItsStreamAloneAndIsNotRepeatedMeanwhile() throws Exception {
        String message = assertThrows(TableHangsException.class, () -> reads.of(SLOW, this::hang)).getMessage();
        assertEquals("The table of stream slow could not be read in time: a call to its storage has not returned."
                + " Check that the storage answers; the stream is merged when it does", message);
        assertThrows(TableHangsException.class, () -> reads.of(SLOW, () -> fail("read twice at once")));
        assertEquals("read", new TableReads<String>(Duration.ofMinutes(1)).of(OTHER, () -> "read"));

        storage.countDown();

        await("a read after the storage answers").ignoreException(TableHangsException.class)
                .until(() -> reads.of(SLOW, () -> "read again").equals("read again"));
    }

    @Test
    void whatAReadThrowsIsThrown() {
        Supplier<String> failing = () -> {
            throw new OutOfMemoryError("as planned");
        };

        assertThrows(OutOfMemoryError.class, () -> new TableReads<String>(Duration.ofMinutes(1)).of(SLOW, failing));
    }
}
