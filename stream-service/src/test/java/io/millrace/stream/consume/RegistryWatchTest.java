package io.millrace.stream.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.supervision.Supervision;
import org.junit.jupiter.api.Test;

class RegistryWatchTest {
    private final Supervision supervision = new Supervision(Clock.systemUTC(), task -> {
        // No metrics.
    });
    private final List<List<StreamContracts>> changes = new ArrayList<>();
    private final RegistryWatch watch = new RegistryWatch(changes::add, supervision);

    @Test
    void aRegistryThatDoesNotAnswerIsAFailingTaskUntilItAnswers() {
        watch.unavailable(new RegistryUnavailableException("list the streams", "here", new IOException("refused")));

        String trouble = String.valueOf(supervision.troubles().get("registry"));
        assertTrue(trouble.contains("refused") && trouble.contains("new streams are not found"), trouble);

        watch.refreshed(List.of());

        assertEquals(Map.of(), supervision.troubles());
        assertEquals(List.of(List.of()), changes);
    }
}
