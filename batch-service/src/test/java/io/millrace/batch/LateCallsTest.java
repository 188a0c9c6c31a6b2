package io.millrace.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.StreamHangsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody waits for a call that was given up: how it ends is in the log. */
class LateCallsTest {
    private static final Logger LOG = Logger.getLogger(StreamCalls.class.getName());

    private final StreamCalls calls = new StreamCalls("test", Duration.ofMillis(100), 3, Clock.systemUTC());
    private final CountDownLatch storage = new CountDownLatch(1);
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Handler collecting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(new Line(entry.getLevel().getName(), entry.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private record Line(String level, @Nullable Throwable cause) {}

    @BeforeEach
    void collect() {
        LOG.setLevel(Level.INFO);
        LOG.addHandler(collecting);
    }

    @AfterEach
    void end() {
        LOG.removeHandler(collecting);
    }

    private void begin(Runnable end) {
        assertThrows(StreamHangsException.class, () -> calls.run(new StreamName("slow"), () -> {
            try {
                storage.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            end.run();
        }));
        assertEquals(List.of(), lines);
        storage.countDown();
        await("the end").until(() -> !lines.isEmpty());
    }

    @Test
    void aLateEndIsLogged() {
        begin(() -> {});

        assertEquals(List.of(new Line("INFO", null)), lines);
    }

    @Test
    void aLateFailureIsLoggedWithItsCause() {
        IllegalStateException late = new IllegalStateException("as planned");
        begin(() -> {
            throw late;
        });

        assertEquals(List.of(new Line("ERROR", late)), lines);
    }

    @Test
    void whatIsWaitedForIsNotLogged() {
        assertEquals("read", calls.of(new StreamName("quick"), lane -> "read"));
        assertThrows(IllegalStateException.class, () -> calls.run(new StreamName("quick"), () -> {
            throw new IllegalStateException("as planned");
        }));

        assertEquals(List.of(), lines);
    }
}
