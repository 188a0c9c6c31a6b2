package io.millrace.batch.signals;

import java.time.Instant;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableLocation;

/** A table that this process has seen is not there any more, although its stream was not deleted. */
final class TableGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableGoneException(StreamName stream, String name, TableLocation location, Instant seen) {
        super("The table " + name + " of stream " + stream + " is gone from " + location
                + ", where it was last seen at "
                + seen
                + ". Put it back; its metrics are NaN until then. If it was removed on purpose, restart the service.");
    }
}
