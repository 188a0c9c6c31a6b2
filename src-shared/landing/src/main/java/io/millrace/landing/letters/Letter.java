package io.millrace.landing.letters;

import java.util.Optional;

import io.millrace.contracts.record.RedriveHeaders;

/**
 * A dead letter: a record that was refused, however often it was redriven. It is changed only by the methods that follow.
 *
 * @param id
 *            {@code topic id/partition/offset} of the record that was refused first; those of its first letter, when the
 *            record was never in the stream's topic
 * @param state
 *            its state
 * @param attempts
 *            how often it was redriven
 * @param cause
 *            why it was refused last
 * @param source
 *            where the record was that was refused last; empty when the gateway refused it
 * @param position
 *            where its last letter is in the dead-letter topic
 * @param firstSeenMicros
 *            when its first letter was written, in microseconds since the epoch
 * @param lastSeenMicros
 *            when its last letter was written
 * @param record
 *            the bytes of the record
 * @param sentTo
 *            where the record is that was redriven last
 */
public record Letter(String id, LetterState state, int attempts, RefusalCause cause, Optional<RecordPosition> source,
        RecordPosition position, long firstSeenMicros, long lastSeenMicros, RefusedRecord record,
        Optional<RecordPosition> sentTo) {
    /**
     * Orders the states of a letter, so that the merge rule keeps the latest. A letter that is refused again, or parked, comes
     * after the redrive that led to it and before the next one.
     */
    long revision() {
        return (long) LetterState.values().length * attempts + state.ordinal();
    }

    /** Whether the gateway refused it, so that it was never in the stream's topic. */
    public boolean isOfGateway() {
        return source.isEmpty();
    }

    /** The headers of the record that the next redrive sends. */
    public RedriveHeaders nextRedrive() {
        return new RedriveHeaders(id, attempts + 1, firstSeenMicros);
    }

    /** After its record was sent to the topic again. */
    public Letter redriven(RecordPosition to) {
        return with(LetterState.REDRIVEN, attempts + 1, Optional.of(to));
    }

    /**
     * After its redriven record was merged.
     *
     * @throws IllegalStateException
     *             when it is not redriven
     */
    public Letter resolved() {
        if (state != LetterState.REDRIVEN) {
            throw new IllegalStateException("letter " + id + " is " + state.code() + " and cannot be resolved");
        }
        return with(LetterState.RESOLVED, attempts, sentTo);
    }

    /**
     * After an operator set it aside.
     *
     * @throws IllegalStateException
     *             when it is not open
     */
    public Letter parked() {
        if (state != LetterState.OPEN) {
            throw new IllegalStateException("letter " + id + " is " + state.code() + " and cannot be parked");
        }
        return with(LetterState.PARKED, attempts, sentTo);
    }

    private Letter with(LetterState next, int redrives, Optional<RecordPosition> to) {
        return new Letter(id, next, redrives, cause, source, position, firstSeenMicros, lastSeenMicros, record, to);
    }
}
