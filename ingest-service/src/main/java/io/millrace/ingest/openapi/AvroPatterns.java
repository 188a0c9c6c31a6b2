package io.millrace.ingest.openapi;

/**
 * Regular expressions of the texts that values may be written as, in the part of the syntax that ECMA 262 and Java
 * share. What they allow is never refused; a few spellings more are taken.
 */
final class AvroPatterns {
    /** No U+0000, and no half of a surrogate pair. */
    static final String TEXT = "^[^\\u0000\\ud800-\\udfff]*$";
    /** The same, with a character at least that is not blank: those of {@link Character#isWhitespace}, in every dialect. */
    static final String KEY = "^(?=[\\s\\S]*[^\\t-\\r\\u001c-\\u0020\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029"
            + "\\u205f\\u3000])[^\\u0000\\ud800-\\udfff]*$";
    static final String UUID = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

    private static final String MONTH_AND_DAY = "-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    static final String DATE = "^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])" + MONTH_AND_DAY + "$";

    /** Those that lie in the years 1 to 9999 whatever the offset. */
    private static final String INNER_YEAR = "([1-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8]|0[1-9][0-9]{2}"
            + "|00[1-9][0-9]|000[2-9])";
    private static final String TIME = "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    private static final String OFFSET = "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])";

    private static final String BASE64 = "[A-Za-z0-9+/]";
    private static final String ONE_BYTE = BASE64 + "[AQgw]==";
    private static final String TWO_BYTES = BASE64 + "{2}[AEIMQUYcgkosw048]=";

    private AvroPatterns() {}

    /**
     * RFC 3339.
     *
     * @param places
     *            of the second, as the unit of the field holds them; zeros may follow
     */
    static String time(int places) {
        String fraction = "(\\.[0-9]{1," + places + "}0{0," + (9 - places) + "})?";
        return "^(" + INNER_YEAR + MONTH_AND_DAY + TIME + fraction + OFFSET + "|(0001|9999)" + MONTH_AND_DAY + TIME
                + fraction + "Z)$";
    }

    /** Plain digits, never rounded. */
    static String decimal(int precision, int scale) {
        int whole = precision - scale;
        String digits = whole == 0 ? "0" : "(0|[1-9][0-9]{0," + (whole - 1) + "})";
        return "^-?" + digits + (scale == 0 ? "" : "(\\.[0-9]{1," + scale + "})?") + "$";
    }

    /** Padded Base64, RFC 4648 section 4, in its one form. */
    static String base64() {
        return "^(" + BASE64 + "{4})*(" + ONE_BYTE + "|" + TWO_BYTES + ")?$";
    }

    /** The same with a fixed number of bytes. */
    static String base64(int bytes) {
        return "^(" + BASE64 + "{4}){" + bytes / 3 + "}" + switch (bytes % 3) {
            case 1 -> ONE_BYTE;
            case 2 -> TWO_BYTES;
            default -> "";
        } + "$";
    }
}
