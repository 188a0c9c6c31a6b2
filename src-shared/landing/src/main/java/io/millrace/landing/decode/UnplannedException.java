package io.millrace.landing.decode;

/** A reading plan does not read this record, which may break a rule or be unusual. It has no stack trace. */
final class UnplannedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The only one: it is thrown for each record that is no event. */
    static final UnplannedException INSTANCE = new UnplannedException();

    private UnplannedException() {
        super("the record is not read by a plan", null, false, false);
    }
}
