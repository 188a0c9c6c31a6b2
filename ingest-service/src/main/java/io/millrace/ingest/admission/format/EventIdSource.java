package io.millrace.ingest.admission.format;

/** The source of the id of an event whose own fields have none. */
public sealed interface EventIdSource {
    /** Given by the caller; an id in the event must be the same. For requests with one event. */
    record Given(String eventId) implements EventIdSource {}

    /**
     * Derived from a key of the request and the index of the event: the same key gives the same ids.
     *
     * @param key
     *            unique to its caller
     */
    record Derived(String key) implements EventIdSource {}

    /** Generated: the same request sent again contains different events. */
    record Generated() implements EventIdSource {}
}
