package io.millrace.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A week of earthquakes as the USGS published it (public domain), one event as JSON per line, and ways to cut it. */
final class SampleData {
    private static final String RESOURCE = "/sample-data/earthquakes.ndjson";

    private SampleData() {}

    /** All events, in the order of the file. */
    static List<String> earthquakes() {
        try (InputStream in = SampleData.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The launcher was built without its resource " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the resource " + RESOURCE, e);
        }
    }

    /** Cuts into batches whose sizes follow the given ones, over and over; the last batch is what is left. */
    static List<List<String>> batches(List<String> events, int... sizes) {
        List<List<String>> batches = new ArrayList<>();
        int from = 0;
        while (from < events.size()) {
            int until = Math.min(events.size(), from + sizes[batches.size() % sizes.length]);
            batches.add(events.subList(from, until));
            from = until;
        }
        return batches;
    }

    /** A percentage of the events, rounded up, without repetition, in a shuffled order that is the same every time. */
    static List<String> shuffledPart(List<String> events, int percent, long seed) {
        List<String> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(seed));
        return List.copyOf(shuffled.subList(0, Math.ceilDiv(events.size() * percent, 100)));
    }
}
