package io.millrace.ingest.admission.plan;

import java.nio.charset.StandardCharsets;

import io.millrace.ingest.admission.value.DecimalText;
import io.millrace.ingest.admission.value.PlainDecimal;

/**
 * Decimals, as a JSON number or as the same digits in a string.
 *
 * @param size
 *            of a fixed; {@link BinaryPlan#ANY} for bytes
 */
record DecimalPlan(DecimalText type, int size) implements ValuePlan {
    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        boolean quoted = in.isAt('"');
        int from = quoted ? in.at + 1 : in.at;
        int end = quoted ? in.string() : in.numberEnd();
        if (end < 0) {
            return false;
        }
        in.at = quoted ? end + 1 : end;
        long plain = PlainDecimal.unscaled(in.bytes, from, end, type.precision(), type.scale());
        if (plain != PlainDecimal.NONE) {
            return number(draft.out, plain);
        }
        return switch (type.read(new String(in.bytes, from, end - from, StandardCharsets.ISO_8859_1))) {
            case DecimalText.Reading.Number number -> number(draft.out, number.unscaled().toByteArray());
            case DecimalText.Reading.Refused refused -> false;
        };
    }

    private boolean number(AvroOutput out, long unscaled) {
        // The bits without the sign, and the sign.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(unscaled ^ unscaled >> Long.SIZE - 1) + 1;
        int count = (bits + Byte.SIZE - 1) / Byte.SIZE;
        if (size == BinaryPlan.ANY) {
            out.writeLong(count);
            out.writeBigEndian(unscaled, count);
            return true;
        }
        out.writeBigEndian(unscaled, size);
        return count <= size;
    }

    private boolean number(AvroOutput out, byte[] unscaled) {
        if (size == BinaryPlan.ANY) {
            out.writeSized(unscaled, 0, unscaled.length);
            return true;
        }
        for (int i = unscaled.length; i < size; i++) {
            out.writeByte(unscaled[0] < 0 ? -1 : 0);
        }
        out.write(unscaled, 0, unscaled.length);
        return unscaled.length <= size;
    }
}
