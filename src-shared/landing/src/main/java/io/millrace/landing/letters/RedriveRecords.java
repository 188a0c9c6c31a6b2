package io.millrace.landing.letters;

import java.time.Clock;
import java.util.Optional;

import io.millrace.contracts.registry.StreamContracts;

/**
 * Decides what a redrive sends for a letter: the record as it was, the patched event, or, of an event that the gateway refused,
 * the record that the gateway would have written.
 */
public final class RedriveRecords {
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
        this.patch = patch;
        this.quarantined = new QuarantinedJson(contracts.latest(), patch, clock);
    }

    /** The decision on a letter. */
    RedriveDecision of(Letter letter) {
        if (letter.isOfGateway()) {
            return quarantined.decide(letter);
        }
        return patch.map(change -> change.apply(letter.record()))
                .orElseGet(() -> new RedriveDecision.Send(letter.record()));
    }
}
