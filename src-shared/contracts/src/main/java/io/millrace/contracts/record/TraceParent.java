package io.millrace.contracts.record;

import java.util.regex.Pattern;

/** The header {@code traceparent} of W3C Trace Context, of requests and of records: its syntax in version 00. */
public final class TraceParent {
    private static final Pattern LEGAL = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    private TraceParent() {}

    /** Whether a header has the syntax; ids of zeros have it, too. */
    public static boolean isLegal(String header) {
        return LEGAL.matcher(header).matches();
    }

    /** Whether the flags say that the trace is sampled. Looks at nothing else, because it is called for every record. */
    public static boolean isSampled(byte[] header) {
        return header.length == LENGTH && isSampled(header[LENGTH - 1]);
    }

    /** Whether the flags of a legal header say that the trace is sampled. */
    public static boolean isSampled(String header) {
        return isSampled(header.charAt(LENGTH - 1));
    }

    private static boolean isSampled(int lastDigit) {
        return (Character.digit(lastDigit, 16) & 1) == 1;
    }

    /** The trace id of a legal header, in hexadecimal digits. */
    public static String traceId(String header) {
        return header.substring(TRACE_ID, SPAN_ID - 1);
    }

    /** The span id of a legal header, in hexadecimal digits. */
    public static String spanId(String header) {
        return header.substring(SPAN_ID, FLAGS - 1);
    }

    /** The flags of a legal header, in two hexadecimal digits. */
    public static String flags(String header) {
        return header.substring(FLAGS);
    }
}
