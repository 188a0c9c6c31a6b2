package io.millrace.launcher.slo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A sample of Prometheus' text format.
 *
 * @param name
 *            of its metric
 * @param labels
 *            by name
 * @param value
 *            NaN and the infinities included
 */
record Sample(String name, Map<String, String> labels, double value) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    Sample {
        labels = Map.copyOf(labels);
    }

    /** The samples of a scrape. Lines of another form are left out: comments and exemplars. */
    static List<Sample> of(String scrape) {
        List<Sample> samples = new ArrayList<>();
        for (String line : scrape.split("\n", -1)) {
            Matcher sample = LINE.matcher(line.strip());
            if (!line.startsWith("#") && sample.matches()) {
                number(sample.group(3)).ifPresent(value -> samples
                        .add(new Sample(sample.group(1), labels(sample.group(2)), value)));
            }
        }
        return samples;
    }

    /** The value of a label; empty text without it. */
    String label(String label) {
        return labels.getOrDefault(label, "");
    }

    private static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2).replaceAll("\\\\(.)", "$1"));
            }
        }
        return labels;
    }

    private static Optional<Double> number(String text) {
        return switch (text) {
            case "+Inf" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-Inf" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> {
                try {
                    yield Optional.of(Double.valueOf(text));
                } catch (NumberFormatException e) {
                    yield Optional.empty();
                }
            }
        };
    }
}
