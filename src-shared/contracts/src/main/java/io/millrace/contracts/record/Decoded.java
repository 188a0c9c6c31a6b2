package io.millrace.contracts.record;

/** The result of decoding a Kafka record: an event to merge, or a dead letter. */
public sealed interface Decoded {
    /** A valid event. */
    record Event(DecodedEvent event) implements Decoded {}

    /** A record that can never be merged. */
    record Poison(DeadLetter letter) implements Decoded {}
}
