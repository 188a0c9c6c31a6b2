package io.millrace.ingest.admission.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.ingest.config.TimePrecision;
import org.jspecify.annotations.Nullable;

/** The event that is being written, in buffers that are used again for the next. Used by one thread at a time. */
public final class EventDraft {
    /** Gives an id to an event that comes without one. */
    public interface MissingId {
        /** A String, an Integer or a Long, as the type of the field is; null when the event cannot have an id. */
        @Nullable
        Object value();
    }

    private static final JsonInput NOTHING = new JsonInput(new byte[0], 0, 0);

    final AvroOutput out = new AvroOutput();
    final FieldFrames frames = new FieldFrames();
    JsonInput in = NOTHING;
    DecodedWeight weight = new DecodedWeight(0);
    TimePrecision precision = TimePrecision.EXACT;
    private String pk = "";
    private String eventId = "";

    /**
     * Writes the event at the position of the input as a Kafka value and moves the position behind it. False when the event
     * is not plain: then the position means nothing.
     *
     * @param weighed
     *            counts the memory that the event takes
     * @param precise
     *            what becomes of times that are too precise
     * @param id
     *            of the event, when it has none in itself
     */
    public boolean write(WritingPlan plan, JsonInput input, DecodedWeight weighed, TimePrecision precise,
            MissingId id) {
        in = input;
        weight = weighed;
        precision = precise;
        out.clear();
        frames.clear();
        boolean written = false;
        try {
            written = plan.write(this, id);
        } catch (OverweightException e) {
            // It is read again, and found too heavy.
        }
        in = NOTHING;
        if (!written) {
            out.clear();
        }
        return written;
    }

    /** The pk of the event, as text. */
    public String pk() {
        return pk;
    }

    /** The id of the event, as text. */
    public String eventId() {
        return eventId;
    }

    /** Takes the Kafka value out. */
    public byte[] value() {
        byte[] value = Arrays.copyOf(out.bytes, out.length);
        out.clear();
        return value;
    }

    void keys(String thePk, String theEventId) {
        pk = thePk;
        eventId = theEventId;
    }

    /** Writes a string, an int or a long. */
    void write(Object value) {
        if (value instanceof Number number) {
            out.writeLong(number.longValue());
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            out.writeSized(text, 0, text.length);
        }
    }
}
