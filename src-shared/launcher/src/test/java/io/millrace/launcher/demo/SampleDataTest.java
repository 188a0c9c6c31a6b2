package io.millrace.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class SampleDataTest {
    @Test
    void everyEarthquakeHasAKeyOfItsOwn() {
        // when
        var keys = SampleData.earthquakes().stream().map(ReadBack.Event::sent)
                .map(e -> List.of(String.valueOf(e.id()), String.valueOf(e.eventId()))).collect(Collectors.toSet());
        // then
        assertEquals(1707, SampleData.earthquakes().size());
        assertEquals(1707, keys.size());
    }

    @Test
    void batchesHoldEveryEventOnceInOrder() {
        // given
        List<String> events = SampleData.earthquakes();
        // when
        var batches = SampleData.batches(events, 1, 7, 40);
        // then
        assertEquals(events, batches.stream().flatMap(List::stream).toList());
        assertEquals(List.of(1, 7, 40, 1), batches.stream().limit(4).map(List::size).toList());
    }

    @Test
    void theShuffledPartIsAtLeastItsPercentageInAnotherOrder() {
        // given
        List<String> events = SampleData.earthquakes();
        // when
        var part = SampleData.shuffledPart(events, 15, 17L);
        // then
        assertEquals(257, part.size());
        assertEquals(257, new HashSet<>(part).size());
        assertNotEquals(events.subList(0, 257), part);
        assertTrue(events.containsAll(part));
    }
}
