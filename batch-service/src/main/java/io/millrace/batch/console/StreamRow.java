package io.millrace.batch.console;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.millrace.batch.observe.Observation;
import io.millrace.batch.observe.Spans;
import io.millrace.batch.observe.StreamObserver.Observed;

/**
 * A stream as a page shows it.
 *
 * @param name
 *            its name
 * @param word
 *            its condition in one word
 * @param style
 *            the class of that condition in the style sheet
 * @param reason
 *            a sentence; empty when nothing is wrong
 * @param target
 *            the freshness target
 * @param oldest
 *            age of the oldest waiting record
 * @param waiting
 *            number of waiting records
 * @param arriving
 *            records per second into Kafka
 * @param merging
 *            records per second into the table
 * @param catchUp
 *            time until nothing waits
 * @param retentionLeft
 *            time until Kafka deletes the oldest waiting record
 * @param openLetters
 *            number of open dead letters
 */
record StreamRow(String name, String word, String style, String reason, String target, String oldest, String waiting,
        String arriving, String merging, String catchUp, String retentionLeft, String openLetters) {
    /** In place of a number that is not known. */
    static final String NOTHING = "–";

    static StreamRow of(Observed observed) {
        Optional<Observation> last = observed.last();
        return new StreamRow(observed.stream().value(), observed.verdict().condition().word(),
                observed.verdict().condition().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                observed.verdict().reason(), Spans.text(observed.target()),
                span(last.flatMap(Observation::oldestWaiting)),
                last.map(one -> number(one.waiting())).orElse(NOTHING),
                last.isEmpty() ? NOTHING : rate(observed.rates().arriving()),
                last.isEmpty() ? NOTHING : rate(observed.rates().merging()), span(observed.verdict().catchUp()),
                span(last.flatMap(Observation::retentionLeft)),
                last.map(one -> number(one.openLetters())).orElse(NOTHING));
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    private static String span(Optional<Duration> span) {
        return span.map(Spans::text).orElse(NOTHING);
    }
}
