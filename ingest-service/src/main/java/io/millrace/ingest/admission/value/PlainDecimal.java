package io.millrace.ingest.admission.value;

/**
 * Reads decimals without an exponent that fit into a long, without a regular expression and without
 * allocation.
 */
public final class PlainDecimal {
    /** No unscaled value: the text is something else, or holds more digits than this looks at. */
    public static final long NONE = Long.MIN_VALUE;
    private static final int MAX_DIGITS = 18;

    private PlainDecimal() {}

    /**
     * The unscaled value at this scale; {@link #NONE} when it has no more than that many digits, or another form.
     *
     * @param text
     *            holds the digits, from an index inclusive until another exclusive
     */
    public static long unscaled(byte[] text, int from, int until, int precision, int scale) {
        boolean negative = from < until && text[from] == '-';
        int first = negative ? from + 1 : from;
        int point = first;
        while (point < until && text[point] != '.') {
            point++;
        }
        int places = Math.max(0, until - point - 1);
        int whole = point - first;
        boolean isNumber = whole > 0 && (whole == 1 || text[first] != '0') && (point == until || places > 0);
        if (!isNumber || places > scale || whole + scale > Math.min(precision, MAX_DIGITS)) {
            return NONE;
        }
        long value = 0;
        for (int i = first; i < until; i++) {
            int digit = text[i] - '0';
            if (i != point) {
                if (digit < 0 || digit > 9) {
                    return NONE;
                }
                value = value * 10 + digit;
            }
        }
        for (int i = places; i < scale; i++) {
            value *= 10;
        }
        return negative ? -value : value;
    }
}
