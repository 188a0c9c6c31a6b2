package io.millrace.ingest.admission.format;

/** Where the id of an event comes from that does not have one in itself. */
public sealed interface EventIdSource {
    /** The caller gave it; an id in the event must be the same. For requests of one event. */
    record Given(String eventId) implements EventIdSource {}

    /**
     * It is derived from a key of the request and the event's place in it: the same key gives the same ids.
     *
     * @param key
     *            unique to its caller
     */
    record Derived(String key) implements EventIdSource {}

    /** It is made up: the same request sent again holds different events. */
    record Generated() implements EventIdSource {}
}
