package io.millrace.stream.consume;

import io.millrace.contracts.schema.StreamName;

/** A read of a table does not return. */
public final class TableHangsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableHangsException(StreamName stream) {
        super("The table of stream " + stream + " could not be read in time: a call to its storage has not returned."
                + " Check that the storage answers; the stream is merged when it does");
    }
}
