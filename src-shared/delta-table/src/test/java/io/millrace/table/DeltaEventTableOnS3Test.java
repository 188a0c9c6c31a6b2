package io.millrace.table;

import java.util.UUID;

/** The contract again, with the table in a bucket. */
class DeltaEventTableOnS3Test implements EventTableContract {
    private final String name = UUID.randomUUID().toString();

    @Override
    public TablePlace place() {
        return new DeltaPlace(S3Tables.at(name));
    }
}
