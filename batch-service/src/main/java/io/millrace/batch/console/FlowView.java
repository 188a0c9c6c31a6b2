package io.millrace.batch.console;

import java.util.List;
import java.util.function.ToLongFunction;

import io.millrace.batch.observe.Observation;
import io.millrace.batch.observe.StreamObserver.Observed;

/**
 * The flow of all streams together.
 *
 * @param arriving
 *            records per second into Kafka
 * @param waiting
 *            records in Kafka that are not merged
 * @param merging
 *            records per second into the tables
 * @param letters
 *            open dead letters
 * @param unwell
 *            number of streams that are not fresh
 */
record FlowView(String arriving, String waiting, String merging, String letters, long unwell) {
    static FlowView of(List<Observed> streams, List<StreamRow> rows) {
        return new FlowView(StreamRow.rate(streams.stream().mapToDouble(one -> one.rates().arriving()).sum()),
                StreamRow.number(sum(streams, Observation::waiting)),
                StreamRow.rate(streams.stream().mapToDouble(one -> one.rates().merging()).sum()),
                StreamRow.number(sum(streams, Observation::openLetters)),
                rows.stream().filter(row -> !row.style().equals("fresh")).count());
    }

    private static long sum(List<Observed> streams, ToLongFunction<Observation> value) {
        return streams.stream().flatMap(one -> one.last().stream()).mapToLong(value).sum();
    }
}
