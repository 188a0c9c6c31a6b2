package io.millrace.landing.rule;

import java.util.List;
import java.util.Optional;

import io.millrace.contracts.binary.MalformedAvroException;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.rule.RuleFailure;
import io.millrace.contracts.schema.Contract;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds the records of a stream to quality rules. An event must meet the rules of the version that it was written with, or
 * those of the version that it is read as: a later version takes no event along, and a corrected rule lets dead letters be
 * sent again. Used by one thread.
 */
public final class RecordRules {
    private final StreamContracts contracts;
    private final boolean counting;
    private final boolean active;
    private List<RuleFailure> tolerated = List.of();

    /**
     * @param counting
     *            whether failures are counted in the metrics; not when records are only judged, for a dry run
     */
    public RecordRules(StreamContracts contracts, boolean counting) {
        this.contracts = contracts;
        this.counting = counting;
        this.active = contracts.byContentId().values().stream()
                .anyMatch(contract -> !contract.rules().atConsumers().isEmpty());
    }

    /**
     * Whether the event in a record meets the rules that decide on it. False, too, when the record cannot be judged without
     * being decoded: then {@link #refusal} decides.
     */
    public boolean passes(ConsumerRecord<byte[], byte[]> source) {
        if (!active) {
            return true;
        }
        Optional<List<RuleFailure>> failures = byWriter(source);
        tolerated = failures.orElse(List.of());
        return failures.isPresent() && isTolerated(tolerated);
    }

    /** Counts the failures of the event that passed last. */
    public void count() {
        if (!tolerated.isEmpty()) {
            count(tolerated);
            tolerated = List.of();
        }
    }

    /**
     * Judges a decoded event and counts its failures.
     *
     * @return the dead letter when it does not meet the rules
     */
    public @Nullable DeadLetter refusal(ConsumerRecord<byte[], byte[]> source, DecodedEvent event) {
        if (!active) {
            return null;
        }
        Optional<List<RuleFailure>> written = byWriter(source);
        List<RuleFailure> failures = written.orElse(List.of());
        if (written.isEmpty()
                || !isTolerated(failures) && event.contract().contentId() != event.writtenWith()) {
            List<RuleFailure> read = judged(event.contract(), RecordCodec.encode(event.contract(), event.event()),
                    event.ingestedAtMicros());
            if (written.isEmpty() || isTolerated(read)) {
                failures = read;
            }
        }
        count(failures);
        return failures.stream().filter(failure -> failure.rule().onFailure().isDeadLetter()).findFirst()
                .map(failure -> new DeadLetter(source, failure)).orElse(null);
    }

    private void count(List<RuleFailure> failures) {
        if (counting) {
            RuleFailureCounter.count(contracts.latest().stream(), failures);
        }
    }

    /** By the rules of the version that the record was written with; empty when they cannot judge it. */
    private Optional<List<RuleFailure>> byWriter(ConsumerRecord<byte[], byte[]> source) {
        try {
            Contract writer = contracts.byContentId().get(RecordCodec.contentId(source.value()));
            return writer == null
                    ? Optional.empty()
                    : Optional.of(judged(writer, source.value(), EventHeaders.ingestedAtMicros(source)));
        } catch (UndecodableException | MalformedAvroException e) {
            return Optional.empty();
        }
    }

    private static List<RuleFailure> judged(Contract contract, byte[] value, long nowMicros) {
        return contract.rules().atConsumers().judge(value, RecordCodec.HEADER, nowMicros);
    }

    private static boolean isTolerated(List<RuleFailure> failures) {
        for (RuleFailure failure : failures) {
            if (failure.rule().onFailure().isDeadLetter()) {
                return false;
            }
        }
        return true;
    }
}
