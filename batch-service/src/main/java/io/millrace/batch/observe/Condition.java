package io.millrace.batch.observe;

/** The condition of a stream, in one word. */
public enum Condition {
    /** Events are in the table within the freshness target, or none is waiting. */
    FRESH("Fresh"),
    /** Events wait longer than the target, and more are merged than arrive. */
    CATCHING_UP("Catching up"),
    /** Events wait longer than the target, and no more are merged than arrive. */
    BEHIND("Behind"),
    /** Events wait, and none is merged. */
    PAUSED("Paused"),
    /** Kafka deleted events that are not merged and whose loss nobody has explained, or deletes them before they can be merged. */
    LOSING("Losing"),
    /** The stream could not be observed. */
    UNKNOWN("Unknown");

    private final String word;

    Condition(String word) {
        this.word = word;
    }

    /** The word that people read. */
    public String word() {
        return word;
    }
}
