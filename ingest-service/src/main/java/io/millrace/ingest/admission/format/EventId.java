package io.millrace.ingest.admission.format;

import java.util.regex.Pattern;

import io.millrace.contracts.schema.TextRules;
import io.millrace.contracts.schema.UuidText;
import io.millrace.ingest.admission.value.ValidationErrors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The id of an event whose own fields have none.
 *
 * @param text
 *            the id
 * @param generated
 *            whether this service generated it
 * @param binding
 *            whether an id in the event must be the same
 */
public record EventId(String text, boolean generated, boolean binding) {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    /** The id of the event at this index of a request, when the event has none of its own. */
    public static EventId of(EventIdSource naming, int index, long nowMillis) {
        return switch (naming) {
            case EventIdSource.Given given -> new EventId(given.eventId(), false, true);
            case EventIdSource.Derived derived -> new EventId(Uuids.named(derived.key() + "#" + index), false, false);
            case EventIdSource.Generated unused -> new EventId(Uuids.timed(nowMillis), true, false);
        };
    }

    /** The id as a value of the field that holds it; null, with the reason in the errors, when it cannot be one. */
    public @Nullable Object as(Schema schema, ValidationErrors errors) {
        return switch (schema.getType()) {
            case STRING -> {
                String value = UuidText.spelled(schema, text);
                String fault = value == null ? UuidText.REASON : TextRules.fault(value);
                yield fault == null ? value : errors.problem(fault);
            }
            case LONG, INT -> {
                Object number = generated || !WHOLE_NUMBER.matcher(text).matches() ? null : number(schema.getType());
                yield number == null ? errors.problem("is required, as " + schema.getType().getName()) : number;
            }
            default -> errors.problem("is required");
        };
    }

    private @Nullable Object number(Schema.Type type) {
        try {
            return type == Schema.Type.INT ? (Object) Integer.parseInt(text) : (Object) Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }
}
