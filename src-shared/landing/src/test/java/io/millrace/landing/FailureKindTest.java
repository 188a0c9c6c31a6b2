package io.millrace.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {
    @ParameterizedTest
    @MethodSource
    void failuresOfOtherSystemsAreTemporary(Throwable failure) {
        assertEquals(FailureKind.TEMPORARY, FailureKind.of(failure));
    }

    static Stream<Throwable> failuresOfOtherSystemsAreTemporary() {
        return Stream.of(new TableUnavailableException("read", "here", new IOException()),
                new RegistryUnavailableException("read", "here", new IllegalStateException()),
                new TopicUnavailableException("away", null), new TimeoutException("late"),
                new TopicAuthorizationException("no right"), new KafkaException("no broker"),
                new IllegalStateException(new ExecutionException(new TimeoutException("late"))),
                new OutOfMemoryError("heap"));
    }

    @ParameterizedTest
    @MethodSource
    void refusalsNeedAnOperator(Throwable failure) {
        assertEquals(FailureKind.REFUSED, FailureKind.of(failure));
        assertEquals(failure.getMessage(), FailureKind.describe(failure));
    }

    static Stream<Throwable> refusalsNeedAnOperator() {
        return Stream.of(new TableRefusedException("here", "it is gone."),
                TopicRefusedException.endsBelow("visits", 0, 7, 3));
    }

    @ParameterizedTest
    @MethodSource
    void everythingElseIsAProgramErrorAndIsNamedWithItsClass(Throwable failure) {
        assertEquals(FailureKind.PROGRAM_ERROR, FailureKind.of(failure));
        assertEquals("program error " + failure + " (the log has its stack trace; report it)",
                FailureKind.describe(failure));
    }

    static Stream<Throwable> everythingElseIsAProgramErrorAndIsNamedWithItsClass() {
        return Stream.of(new NullPointerException(),
                new IllegalStateException("odd", new ArithmeticException("/ by 0")),
                new StackOverflowError(), new NoClassDefFoundError("gone"), new AssertionError("odd"));
    }
}
