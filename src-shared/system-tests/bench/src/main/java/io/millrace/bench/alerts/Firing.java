package io.millrace.bench.alerts;

/**
 * An alert that fires.
 *
 * @param name
 *            its name
 * @param stream
 *            its label {@code stream}; empty when it has none
 * @param service
 *            its label {@code service}; empty when it has none
 * @param labels
 *            all its labels, for reports
 */
record Firing(String name, String stream, String service, String labels) {
    /** Whether it is an alert about a stream, or about no stream. */
    boolean isAbout(String wanted) {
        return stream.isEmpty() || stream.equals(wanted);
    }
}
