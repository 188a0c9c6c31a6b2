package io.millrace.ingest.admission.plan;

/**
 * UUIDs in their text form, written in lower case.
 *
 * @param binary
 *            whether the contract keeps the 16 bytes
 */
record UuidPlan(boolean binary) implements ValuePlan {
    private static final int CHARACTERS = 36;
    private static final int HEX = 16;

    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        AvroOutput out = draft.out;
        int from = in.at + 1;
        if (in.string() != from + CHARACTERS) {
            return false;
        }
        if (!binary) {
            out.writeLong(CHARACTERS);
        }
        int high = -1;
        for (int i = 0; i < CHARACTERS; i++) {
            byte b = in.bytes[from + i];
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            int digit = b < 0 ? -1 : Character.digit(b, HEX);
            if (hyphen ? b != '-' : digit < 0) {
                return false;
            }
            if (!binary) {
                out.writeByte(b >= 'A' && b <= 'F' ? b + ('a' - 'A') : b);
            } else if (!hyphen) {
                if (high >= 0) {
                    out.writeByte(high << 4 | digit);
                }
                high = high >= 0 ? -1 : digit;
            }
        }
        in.at = from + CHARACTERS + 1;
        return true;
    }
}
