package io.millrace.batch.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

import io.millrace.batch.observe.Observation;
import io.millrace.batch.observe.StreamObserver.Observed;

/**
 * The flow of all streams together. A number is a dash when no stream could be observed; otherwise it is that of those that
 * could.
 *
 * @param at
 *            the time of the oldest observation among them, in words
 * @param arriving
 *            records per second into Kafka
 * @param waiting
 *            records in Kafka that are not merged
 * @param merging
 *            records per second into the tables
 * @param letters
 *            open dead letters
 * @param without
 *            says how many streams could not be observed and are not in the numbers; empty when all are, and when none is
 * @param unwell
 *            number of streams that are not fresh
 */
record FlowView(String at, String arriving, String waiting, String merging, String letters, String without,
        long unwell) {
    static FlowView of(Visitor visitor, List<Observed> streams, List<StreamRow> rows) {
        Optional<Instant> at = streams.stream().flatMap(one -> one.last().stream()).map(Observation::at)
                .min(Comparator.naturalOrder());
        long unwell = rows.stream().filter(row -> !row.style().equals("fresh")).count();
        if (at.isEmpty()) {
            return new FlowView(visitor.time(at), StreamRow.NOTHING, StreamRow.NOTHING, StreamRow.NOTHING,
                    StreamRow.NOTHING, "", unwell);
        }
        List<Observed> known = streams.stream().filter(one -> one.last().isPresent()).toList();
        return new FlowView(visitor.time(at),
                StreamRow.rate(known.stream().mapToDouble(one -> one.rates().arriving()).sum()),
                StreamRow.number(sum(known, Observation::waiting)),
                StreamRow.rate(known.stream().mapToDouble(one -> one.rates().merging()).sum()),
                StreamRow.number(sum(known, Observation::openLetters)),
                without(streams.size() - known.size()), unwell);
    }

    private static String without(int unknown) {
        return switch (unknown) {
            case 0 -> "";
            case 1 -> "without 1 unknown stream";
            default -> "without " + unknown + " unknown streams";
        };
    }

    private static long sum(List<Observed> streams, ToLongFunction<Observation> value) {
        return streams.stream().flatMap(one -> one.last().stream()).mapToLong(value).sum();
    }
}
