package io.millrace.landing.letters;

import java.util.Locale;

/** Why a redrive leaves a letter as it is. */
public enum RedriveObstacle {
    /** The patch does not fit the event, or would change its key. */
    PATCH_REFUSED("The patch cannot be applied to the event, or would change its key."),
    /** The gateway refused it, and it is not the JSON of one event. */
    NOT_JSON(
            "The gateway refused the event, and the letter is not the JSON of one event: it is a CloudEvent, a change event,"
                    + " an Avro datum, a record of the Confluent REST API, or malformed. Send a corrected event, then park the letter."),
    /** The gateway refused it, and its event id is not known: an id that was in the path or in a header is not in the letter. */
    NO_EVENT_ID(
            "The gateway refused the event, and the letter has no valid event id. Redrive that letter alone, with a patch that"
                    + " sets the id with which the sender repeats the event."),
    /** The gateway refused it, and would refuse it again. */
    INVALID("The gateway refused the event, and it still does not match the contract or its quality rules. Redrive it with a"
            + " patch, or after the contract was corrected.");

    private final String meaning;

    RedriveObstacle(String meaning) {
        this.meaning = meaning;
    }

    /** The obstacle as in responses and in the output of commands. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The obstacle and the remedy, in words. */
    public String meaning() {
        return meaning;
    }
}
