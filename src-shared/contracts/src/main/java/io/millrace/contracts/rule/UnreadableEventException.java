package io.millrace.contracts.rule;

/** The bytes are no datum of the schema that the rules were compiled for, as far as they were read. */
public final class UnreadableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Without a stack trace: hostile bytes must not cost more than others. */
    static final UnreadableEventException INSTANCE = new UnreadableEventException();

    private UnreadableEventException() {
        super("the bytes are no datum of the schema", null, false, false);
    }
}
