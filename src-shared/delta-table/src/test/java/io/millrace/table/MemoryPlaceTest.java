package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class MemoryPlaceTest implements EventTableContract {
    private static final int HISTORIES = 10_000;

    private final MemoryPlace place = new MemoryPlace();

    @Override
    public TablePlace place() {
        return place;
    }

    @Test
    void anyHistoryOfWritersInTurnsLeavesWhatTheLawSays() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            assertEquals(List.of(), new RandomHistory(seed).inTurns(new MemoryPlace()));
        }
    }
}
