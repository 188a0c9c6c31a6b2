package io.millrace.landing.letters;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.IntSupplier;

import io.millrace.contracts.record.SaltedPartition;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;

/**
 * Decides what a redrive sends for a letter: the record as it was, the patched event, or, of an event that the gateway refused,
 * the record that the gateway would have written.
 */
public final class RedriveRecords {
    private final Contract contract;
    private final Optional<LetterPatch> patch;
    private final QuarantinedJson quarantined;

    /**
     * @param contracts
     *            of the stream
     * @param patch
     *            changes each event
     * @param clock
     *            gives the time that the quality rules of the gateway see
     */
    public RedriveRecords(StreamContracts contracts, Optional<LetterPatch> patch, Clock clock) {
        this.contract = contracts.latest();
        this.patch = patch;
        this.quarantined = new QuarantinedJson(contract, patch, clock);
    }

    /**
     * The partition of a record, as the gateway chooses it; empty when it follows from the key alone. A record that is sent as
     * it was goes to the partition where it was.
     *
     * @param topicId
     *            Kafka's id of the topic
     * @param partitions
     *            gives the number of partitions of the topic
     */
    Optional<Integer> partition(Letter letter, RedriveDecision.Send sent, String topicId, IntSupplier partitions) {
        if (contract.salt() == Contract.NO_SALT) {
            return Optional.empty();
        }
        byte[] key = sent.record().key();
        if (sent.eventId().isPresent() && key != null) {
            return Optional.of(SaltedPartition.of(new String(key, StandardCharsets.UTF_8), sent.eventId().get(),
                    contract.salt(), partitions.getAsInt()));
        }
        return letter.source().filter(source -> source.topicId().equals(topicId)).map(RecordPosition::partition);
    }

    /** The decision on a letter. */
    RedriveDecision of(Letter letter) {
        if (letter.isOfGateway()) {
            return quarantined.decide(letter);
        }
        return patch.map(change -> change.apply(letter.record()))
                .orElseGet(() -> new RedriveDecision.Send(letter.record(), Optional.empty()));
    }
}
