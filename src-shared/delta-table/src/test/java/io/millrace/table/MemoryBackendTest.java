package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class MemoryBackendTest implements EventTableContract {
    private static final int HISTORIES = RandomCases.of(10_000);

    private final MemoryBackend place = new MemoryBackend();

    @Override
    public TableBackend place() {
        return place;
    }

    @Test
    void anyHistoryOfWritersInTurnsLeavesWhatTheLawSays() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            assertEquals(List.of(), new RandomHistory(seed).inTurns(new MemoryBackend()));
        }
    }
}
