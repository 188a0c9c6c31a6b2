package io.millrace.bench.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Streams with a few rows, the first of them with many dead letters.
 *
 * @param names
 *            of the streams
 * @param letters
 *            dead letters of the first stream
 */
public record ManyStreams(List<String> names, int letters) {
    private static final String CONTRACT = """
            {"type": "record", "name": "Visit", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "page", "type": "string"}]}""";
    private static final String EVENTS = """
            {"pk": "ada", "event_id": "1", "event_time": "2026-11-27T12:00:00Z", "page": "/home"}
            {"pk": "bob", "event_id": "1", "event_time": "2026-11-27T12:00:01Z", "page": "/shop"}
            """;

    /** This number of streams, named {@code shop-01} and so on. */
    public static ManyStreams of(int streams, int letters) {
        return new ManyStreams(
                IntStream.rangeClosed(1, streams).mapToObj(n -> String.format(Locale.ROOT, "shop-%02d", n)).toList(),
                letters);
    }

    /** Creates them and stores their events and what becomes their letters. */
    public void fill(ConsoleSystem system) throws InterruptedException {
        names.forEach(name -> system.create(name, CONTRACT));
        names.forEach(name -> system.send(name, EVENTS));
        system.poison(names.getFirst(), letters);
    }

    /** The stream with the letters. */
    public String withLetters() {
        return names.getFirst();
    }
}
