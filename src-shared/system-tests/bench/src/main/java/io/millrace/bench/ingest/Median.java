package io.millrace.bench.ingest;

import java.util.List;

/** The middle of what several rounds gave. */
final class Median {
    private Median() {}

    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
