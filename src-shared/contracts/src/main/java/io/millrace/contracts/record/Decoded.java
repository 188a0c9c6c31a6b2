package io.millrace.contracts.record;

/** What became of one Kafka record: an event to merge, or a dead letter to keep. Never nothing. */
public sealed interface Decoded {
    /** A lawful event. */
    record Event(DecodedEvent event) implements Decoded {}

    /** A record that can never be merged. */
    record Poison(DeadLetter letter) implements Decoded {}
}
