package io.millrace.ingest.admission.plan;

import java.nio.charset.StandardCharsets;

import io.millrace.contracts.schema.Contract;
import org.apache.avro.Schema;

/**
 * The fields of an event that are its key.
 *
 * @param pk
 *            the index of the pk
 * @param pkIsText
 *            whether it is a string, and not an int or a long
 * @param eventId
 *            the index of the event id
 * @param eventIdIsText
 *            whether it is a string
 */
record KeyFields(int pk, boolean pkIsText, int eventId, boolean eventIdIsText) {
    static KeyFields of(Contract contract) {
        Schema.Field pk = contract.schema().getField(contract.roles().pk());
        Schema.Field eventId = contract.schema().getField(contract.roles().eventId());
        return new KeyFields(pk.pos(), isText(pk), eventId.pos(), isText(eventId));
    }

    private static boolean isText(Schema.Field field) {
        return field.schema().getType() == Schema.Type.STRING;
    }

    /** The value that stands at an index of the output, as text. */
    static String text(AvroOutput out, int at, boolean isText) {
        long bits = 0;
        int shift = 0;
        int next = at;
        byte b;
        do {
            b = out.bytes[next++];
            bits |= (b & 0x7fL) << shift;
            shift += 7;
        } while (b < 0);
        long number = bits >>> 1 ^ -(bits & 1);
        return isText
                ? new String(out.bytes, next, (int) number, StandardCharsets.UTF_8)
                : Long.toString(number);
    }
}
