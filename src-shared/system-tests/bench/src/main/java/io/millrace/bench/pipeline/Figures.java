package io.millrace.bench.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.run.Measurements;

/** Figures by name, one of each from each round. */
final class Figures {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
    }

    /** The one that was added last. */
    double last(String name) {
        return Objects.requireNonNull(values.get(name), name).getLast();
    }

    Optional<Double> median(String name) {
        return Optional.ofNullable(values.get(name)).map(Measurements::median);
    }

    /** The medians. */
    ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        values.forEach((name, all) -> {
            double median = Measurements.round(Measurements.median(all));
            if (median == Math.rint(median)) {
                json.put(name, (long) median);
            } else {
                json.put(name, median);
            }
        });
        return json;
    }
}
