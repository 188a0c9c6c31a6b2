package io.millrace.contracts.binary;

/** The bytes are no datum of the schema that they are read with, as far as they were read. */
public final class MalformedAvroException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Without a stack trace: hostile bytes must not cost more than others. */
    public static final MalformedAvroException INSTANCE = new MalformedAvroException();

    private MalformedAvroException() {
        super("the bytes are no datum of the schema", null, false, false);
    }
}
