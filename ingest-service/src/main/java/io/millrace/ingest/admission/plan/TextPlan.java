package io.millrace.ingest.admission.plan;

/**
 * Strings.
 *
 * @param mayBeEmpty
 *            whether the field takes empty text
 */
record TextPlan(boolean mayBeEmpty) implements ValuePlan {
    private static final int ESCAPE_LENGTH = 4;
    private static final int HEX = 16;

    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        int from = in.at + 1;
        int end = in.string();
        if (end == JsonInput.ESCAPED) {
            return escaped(in, draft.out);
        }
        if (end < 0 || end == from && !mayBeEmpty) {
            return false;
        }
        draft.out.writeSized(in.bytes, from, end - from);
        in.at = end + 1;
        return true;
    }

    private static boolean escaped(JsonInput in, AvroOutput out) {
        int start = out.length;
        int i = in.at + 1;
        while (i < in.until) {
            byte b = in.bytes[i];
            if (b == '"') {
                out.insertLong(start, 0, out.length - start);
                in.at = i + 1;
                return true;
            }
            int length;
            if (b == '\\') {
                length = escape(in, i, out);
            } else if (b < 0) {
                length = Utf8Bytes.sequence(in.bytes, i, in.until);
                out.write(in.bytes, i, length);
            } else {
                length = b < ' ' ? 0 : 1;
                out.writeByte(b);
            }
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return false;
    }

    /** Writes an escaped character and returns the length of the escape; 0 when it is none that can be stored. */
    private static int escape(JsonInput in, int at, AvroOutput out) {
        if (at + 1 == in.until) {
            return 0;
        }
        int plain = switch (in.bytes[at + 1]) {
            case '"', '\\', '/' -> in.bytes[at + 1];
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> 0;
        };
        if (plain != 0) {
            out.writeByte(plain);
            return 2;
        }
        int unit = unit(in, at);
        if (unit <= 0 || Character.isLowSurrogate((char) unit)) {
            return 0;
        }
        if (!Character.isHighSurrogate((char) unit)) {
            Utf8Bytes.write(out, unit);
            return 2 + ESCAPE_LENGTH;
        }
        int low = unit(in, at + 2 + ESCAPE_LENGTH);
        if (low <= 0 || !Character.isLowSurrogate((char) low)) {
            return 0;
        }
        Utf8Bytes.write(out, Character.toCodePoint((char) unit, (char) low));
        return 2 * (2 + ESCAPE_LENGTH);
    }

    /** The code unit that is escaped by {@code \}{@code uXXXX} at the index; negative when there is no such escape. */
    private static int unit(JsonInput in, int at) {
        int digits = at + 2;
        if (in.until - digits < ESCAPE_LENGTH || in.bytes[at] != '\\' || in.bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = 0; i < ESCAPE_LENGTH; i++) {
            byte b = in.bytes[digits + i];
            int digit = b < 0 ? -1 : Character.digit(b, HEX);
            if (digit < 0) {
                return -1;
            }
            unit = unit * HEX + digit;
        }
        return unit;
    }
}
