package io.millrace.ingest.admission.value;

/**
 * Fast path for decimals without an exponent that fit into a long: parsed without a regular expression and without
 * allocation.
 */
final class PlainDecimal {
    /** No unscaled value: the text is something else, or holds more digits than this looks at. */
    static final long NONE = Long.MIN_VALUE;
    private static final int MAX_DIGITS = 18;

    private PlainDecimal() {}

    /** The unscaled value at this scale; {@link #NONE} when it has no more than that many digits, or another form. */
    static long unscaled(String text, int precision, int scale) {
        boolean negative = text.startsWith("-");
        int first = negative ? 1 : 0;
        int point = text.indexOf('.');
        int places = point < 0 ? 0 : text.length() - point - 1;
        int whole = (point < 0 ? text.length() : point) - first;
        boolean isNumber = whole > 0 && (whole == 1 || text.charAt(first) != '0') && (point < 0 || places > 0);
        if (!isNumber || places > scale || whole + scale > Math.min(precision, MAX_DIGITS)) {
            return NONE;
        }
        long value = 0;
        for (int i = first; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
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
