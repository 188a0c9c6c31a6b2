package io.millrace.ingest.health;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplacedAdminTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ReplacedAdmin admin = new ReplacedAdmin(Map.of("bootstrap.servers", "127.0.0.1:1"), nanos::get);
    private final Admin first = admin.client();

    @AfterEach
    void close() {
        admin.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aClientThatKafkaDoesNotAnswerIsReplacedAndClosed() {
        pass(ReplacedAdmin.REPLACED_AFTER);
        admin.silent();

        assertNotSame(first, admin.client());
        ExecutionException closed = assertThrows(ExecutionException.class,
                () -> first.describeCluster().nodes().get());
        assertTrue(String.valueOf(closed.getMessage()).contains("closing")
                || String.valueOf(closed.getMessage()).contains("exited"), closed::toString);
    }

    @Test
    void theNextOneHasTheSameTime() {
        pass(ReplacedAdmin.REPLACED_AFTER);
        admin.silent();
        Admin second = admin.client();
        pass(ReplacedAdmin.REPLACED_AFTER.minusNanos(1));
        admin.silent();

        assertSame(second, admin.client());
    }

    @Test
    void aClientThatWasAnsweredSinceIsKept() {
        pass(ReplacedAdmin.REPLACED_AFTER);
        admin.answered();
        pass(ReplacedAdmin.REPLACED_AFTER.minusNanos(1));
        admin.silent();

        assertSame(first, admin.client());
    }

    @Test
    void noneIsMadeAfterTheEnd() {
        admin.close();
        pass(ReplacedAdmin.REPLACED_AFTER);
        admin.silent();

        assertSame(first, admin.client());
    }
}
