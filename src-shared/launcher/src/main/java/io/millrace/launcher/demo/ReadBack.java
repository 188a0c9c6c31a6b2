package io.millrace.launcher.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.launcher.local.Percentile;
import io.millrace.table.Books;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import org.jspecify.annotations.Nullable;

/** Reads the table of the demo back and compares it with what was sent. */
final class ReadBack {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MICROS_PER_MILLI = 1_000L;
    private static final int P95 = 95;

    /**
     * The values of an event that are compared.
     *
     * @param timeMicros
     *            microseconds since the epoch
     */
    record Event(
            @Nullable Object id,
            @Nullable Object eventId,
            @Nullable Object timeMicros,
            @Nullable Object mag,
            @Nullable Object place,
            @Nullable Object net) {

        /** An event as it was sent. */
        static Event sent(String json) {
            try {
                JsonNode event = JSON.readTree(json);
                JsonNode mag = event.path("mag");
                JsonNode place = event.path("place");
                return new Event(event.path("id").textValue(), event.path("event_id").textValue(),
                        event.path("time").longValue() * MICROS_PER_MILLI, mag.isNumber() ? mag.doubleValue() : null,
                        place.textValue(), event.path("net").textValue());
            } catch (IOException e) {
                throw new UncheckedIOException("A line of the sample data is no JSON", e);
            }
        }

        /** Whether this is the event that broke the quality rule, after its correction. */
        boolean isCorrected() {
            return QualityRule.BYPASSING_KEY.equals(eventId) && Objects.equals(mag, QualityRule.CORRECTED);
        }

        /** An event as it is in the table. */
        static Event stored(Map<String, @Nullable Object> row) {
            return new Event(row.get("id"), row.get("event_id"), row.get("time"), row.get("mag"), row.get("place"),
                    row.get("net"));
        }
    }

    private ReadBack() {}

    /**
     * Reads everything.
     *
     * @param sent
     *            the events that were sent, as JSON
     * @param deadLettered
     *            distinct source records among the dead letters
     * @param redriven
     *            letters that were corrected and sent again
     */
    static Observed read(TableReader table, TableReader bronze, List<String> sent, long deadLettered, long redriven) {
        long[] rows = {0};
        long[] corrected = {0};
        Set<List<@Nullable Object>> keys = new HashSet<>();
        Set<Event> stored = new HashSet<>();
        Map<String, Long> byWriter = new TreeMap<>();
        table.rows(Long.MAX_VALUE, row -> {
            rows[0]++;
            Event event = Event.stored(row);
            stored.add(event);
            corrected[0] += event.isCorrected() ? 1 : 0;
            keys.add(java.util.Arrays.asList(event.id(), event.eventId()));
            byWriter.merge(Objects.toString(row.get("_written_by")), 1L, Long::sum);
        });
        Map<String, Long> commits = new HashMap<>();
        for (TableReader.Commit commit : table.history()) {
            if (commit.filesAdded() > 0) {
                commits.merge(engine(commit.writer()), 1L, Long::sum);
            }
        }
        long equal = sent.stream().map(Event::sent).filter(stored::contains).count();
        return new Observed(rows[0], keys.size(), equal, byWriter, commits,
                table.status().map(TableStatus::version).orElse(-1L),
                Percentile.of(table.freshnessMillis(), P95).orElse(-1), table.status().map(TableStatus::location)
                        .orElse("no table"),
                deadLettered, books(table), bronze.status().map(TableStatus::rows).orElse(0L), redriven, corrected[0]);
    }

    private static Books books(TableReader table) {
        Map<String, Long> marks = table.status().map(TableStatus::marks).orElse(Map.of());
        return Books.of(marks).values().stream().reduce(Books.NONE, Books::plus);
    }

    /** The name that a writer gives itself, without the library's own in front of it, as in {@code Kernel-4.4.0/}. */
    static String engine(String writer) {
        return writer.substring(writer.lastIndexOf('/') + 1);
    }
}
