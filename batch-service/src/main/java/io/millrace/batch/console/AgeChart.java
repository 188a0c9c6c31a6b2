package io.millrace.batch.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.millrace.batch.observe.Observation;
import io.millrace.batch.observe.Spans;

/**
 * The age of the oldest waiting record over time, as the points of an SVG polyline in a box of {@value #WIDTH} by
 * {@value #HEIGHT}, with the target as a horizontal line.
 *
 * @param points
 *            the points; empty before the second observation
 * @param targetY
 *            the height of the target
 * @param highest
 *            the largest value of the axis
 * @param summary
 *            the same in words
 */
record AgeChart(String points, String targetY, String highest, String summary) {
    static final int WIDTH = 600;
    static final int HEIGHT = 120;
    private static final double HEADROOM = 1.2;

    static AgeChart of(List<Observation> history, Duration target) {
        long most = history.stream().mapToLong(AgeChart::millis).max().orElse(0);
        double top = Math.max(most, target.toMillis()) * HEADROOM;
        if (history.size() < 2) {
            return new AgeChart("", y(target.toMillis(), top), Spans.text(Duration.ofMillis((long) top)),
                    "There is no chart: the stream is not observed now, or not long enough.");
        }
        Instant first = history.getFirst().at();
        double width = Math.max(1, Duration.between(first, history.getLast().at()).toMillis());
        StringBuilder points = new StringBuilder();
        for (Observation one : history) {
            points.append(String.format(Locale.ROOT, "%.1f,%s ",
                    Duration.between(first, one.at()).toMillis() / width * WIDTH, y(millis(one), top)));
        }
        long above = history.stream().filter(one -> millis(one) > target.toMillis()).count();
        return new AgeChart(points.toString().strip(), y(target.toMillis(), top),
                Spans.text(Duration.ofMillis((long) top)),
                "In the last " + Spans.text(Duration.ofMillis((long) width)) + " the oldest waiting record was at most "
                        + Spans.text(Duration.ofMillis(most)) + " old; it was older than the target of "
                        + Spans.text(target) + " in " + above + " of " + history.size() + " observations.");
    }

    private static long millis(Observation one) {
        return one.oldestWaiting().map(Duration::toMillis).orElse(0L);
    }

    private static String y(double millis, double top) {
        return String.format(Locale.ROOT, "%.1f", HEIGHT - millis / top * HEIGHT);
    }
}
