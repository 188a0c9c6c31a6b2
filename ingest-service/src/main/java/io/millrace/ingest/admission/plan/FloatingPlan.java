package io.millrace.ingest.admission.plan;

import java.nio.charset.StandardCharsets;

/** Numbers as double or float. What is too large for the type, or would become 0, is not plain. */
enum FloatingPlan implements ValuePlan {
    FLOAT, DOUBLE;

    /** Digits of which the type holds every number exactly. */
    private static final int EXACT_DOUBLE = 15;
    private static final int EXACT_FLOAT = 7;
    private static final int LONGEST = 100;
    /** Powers of ten that the type holds exactly. */
    private static final double[] DOUBLES = new double[23];
    private static final float[] FLOATS = new float[11];

    static {
        DOUBLES[0] = 1;
        for (int i = 1; i < DOUBLES.length; i++) {
            DOUBLES[i] = DOUBLES[i - 1] * 10;
        }
        for (int i = 0; i < FLOATS.length; i++) {
            FLOATS[i] = (float) DOUBLES[i];
        }
    }

    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        int end = in.numberEnd();
        if (end < 0 || end - in.at > LONGEST) {
            return false;
        }
        long digits = 0;
        int places = 0;
        int count = 0;
        boolean exponent = false;
        boolean point = false;
        for (int i = in.at; i < end && !exponent; i++) {
            byte b = in.bytes[i];
            if (JsonInput.isDigit(b)) {
                digits = digits * 10 + (b - '0');
                count++;
                places += point ? 1 : 0;
            } else {
                point |= b == '.';
                exponent = b == 'e' || b == 'E';
            }
        }
        boolean negative = in.bytes[in.at] == '-';
        boolean exact = !exponent && (this == DOUBLE
                ? count <= EXACT_DOUBLE && places < DOUBLES.length
                : count <= EXACT_FLOAT && places < FLOATS.length);
        double value;
        if (!exact) {
            String text = new String(in.bytes, in.at, end - in.at, StandardCharsets.ISO_8859_1);
            value = this == DOUBLE ? Double.parseDouble(text) : Float.parseFloat(text);
            // A zero in many digits, or a number that becomes 0: left to the reader.
            if (value == 0 || Double.isInfinite(value)) {
                return false;
            }
        } else {
            double size = this == DOUBLE ? digits / DOUBLES[places] : (float) digits / FLOATS[places];
            value = negative ? -size : size;
        }
        if (this == DOUBLE) {
            draft.out.writeLittleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
        } else {
            draft.out.writeLittleEndian(Float.floatToRawIntBits((float) value), Float.BYTES);
        }
        in.at = end;
        return true;
    }
}
