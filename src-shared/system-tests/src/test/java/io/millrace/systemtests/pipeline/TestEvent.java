package io.millrace.systemtests.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * An event of {@link TestStream#CONTRACT}.
 *
 * @param eventTimeMicros
 *            microseconds since the epoch
 */
record TestEvent(String pk, String eventId, long eventTimeMicros, String region) {
    private static final long NOON_OF_2026_02_03 = 1_770_120_000_000_000L;

    /** Events with these numbers, from inclusive, until exclusive; a key per event, in two regions. */
    static List<TestEvent> numbered(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(i -> new TestEvent("pk" + i, "e" + i, NOON_OF_2026_02_03 + i, i % 2 == 0 ? "eu" : "us"))
                .toList();
    }

    /** The same event, said to have happened at another time and elsewhere. */
    TestEvent at(long otherEventTimeMicros, String otherRegion) {
        return new TestEvent(pk, eventId, otherEventTimeMicros, otherRegion);
    }

    static TestEvent ofRow(Map<String, @Nullable Object> row) {
        return new TestEvent(String.valueOf(row.get("pk")), String.valueOf(row.get("event_id")),
                row.get("event_time") instanceof Long micros ? micros : -1, String.valueOf(row.get("region")));
    }

    String json() {
        return String.format(Locale.ROOT,
                "{\"pk\": \"%s\", \"event_id\": \"%s\", \"event_time\": %d, \"region\": \"%s\"}",
                pk, eventId, eventTimeMicros, region);
    }

    static String lines(List<TestEvent> events) {
        return events.stream().map(TestEvent::json).collect(Collectors.joining("\n"));
    }
}
