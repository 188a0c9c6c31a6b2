package io.millrace.ingest.admission.plan;

/**
 * A position in the bytes of a JSON text, moved by the plans. Nothing beyond the bytes that a plan looks at is checked:
 * bytes that are no JSON, or no UTF-8, are found where a plan meets them.
 */
public final class JsonInput {
    /** No string, or one that cannot be stored. */
    static final int NOT_PLAIN = -1;
    /** A string with an escaped character. */
    static final int ESCAPED = -2;
    private static final int MAX_DIGITS = 19;

    final byte[] bytes;
    final int until;
    int at;
    /** The last {@linkplain #wholeNumber whole number}. */
    long number;

    /**
     * @param bytes
     *            hold the text; not copied
     * @param from
     *            where it begins, inclusive
     * @param until
     *            where it ends, exclusive
     */
    public JsonInput(byte[] bytes, int from, int until) {
        this.bytes = bytes;
        this.at = from;
        this.until = until;
    }

    /** Where the next byte is. */
    public int position() {
        return at;
    }

    /** Whether nothing is left. */
    public boolean isEnd() {
        return at == until;
    }

    /** Passes over white space. */
    public void skipSpace() {
        while (at < until && bytes[at] <= ' ' && isSpace(bytes[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Passes over this ASCII character when it is the next one. */
    public boolean take(char c) {
        if (at < until && bytes[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Whether this ASCII character is the next one. */
    public boolean isAt(char c) {
        return at < until && bytes[at] == c;
    }

    /** Passes over the rest of a word of which the first character was looked at. */
    boolean take(String word) {
        if (until - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    /**
     * Looks for the end of the string that begins at the position, which is not moved: the index of its closing quote,
     * {@link #ESCAPED} or {@link #NOT_PLAIN}. Without an escape its bytes are its text.
     */
    int string() {
        if (at >= until || bytes[at] != '"') {
            return NOT_PLAIN;
        }
        int i = at + 1;
        while (i < until) {
            byte b = bytes[i];
            if (b == '"') {
                return i;
            }
            if (b == '\\') {
                return ESCAPED;
            }
            if (b >= ' ') {
                i++;
            } else {
                int length = b < 0 ? Utf8Bytes.sequence(bytes, i, until) : 0;
                if (length == 0) {
                    return NOT_PLAIN;
                }
                i += length;
            }
        }
        return NOT_PLAIN;
    }

    /** Reads an integer that fits into a long, without fraction and exponent, into {@link #number}. */
    boolean wholeNumber() {
        int i = at;
        boolean negative = i < until && bytes[i] == '-';
        int first = negative ? ++i : i;
        long value = 0;
        while (i < until && isDigit(bytes[i])) {
            value = value * 10 + (bytes[i] - '0');
            i++;
        }
        int digits = i - first;
        boolean isPlain = digits > 0 && digits <= MAX_DIGITS && (digits == 1 || bytes[first] != '0')
                && (i == until || bytes[i] != '.' && bytes[i] != 'e' && bytes[i] != 'E');
        // Nineteen digits do not overflow 64 bits, and may overflow 63.
        if (!isPlain || value < 0 && !(negative && value == Long.MIN_VALUE)) {
            return false;
        }
        number = negative ? -value : value;
        at = i;
        return true;
    }

    /** The index behind the number that begins at the position, which is not moved; {@link #NOT_PLAIN} for none. */
    int numberEnd() {
        int i = at < until && bytes[at] == '-' ? at + 1 : at;
        int whole = digitsEnd(i);
        if (whole == i || whole > i + 1 && bytes[i] == '0') {
            return NOT_PLAIN;
        }
        i = whole;
        if (i < until && bytes[i] == '.') {
            int fraction = digitsEnd(i + 1);
            if (fraction == i + 1) {
                return NOT_PLAIN;
            }
            i = fraction;
        }
        if (i < until && (bytes[i] == 'e' || bytes[i] == 'E')) {
            i++;
            if (i < until && (bytes[i] == '+' || bytes[i] == '-')) {
                i++;
            }
            int exponent = digitsEnd(i);
            if (exponent == i) {
                return NOT_PLAIN;
            }
            i = exponent;
        }
        return i;
    }

    private int digitsEnd(int from) {
        int i = from;
        while (i < until && isDigit(bytes[i])) {
            i++;
        }
        return i;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
