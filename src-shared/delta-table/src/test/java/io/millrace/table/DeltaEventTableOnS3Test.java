package io.millrace.table;

import java.util.UUID;

import org.junit.jupiter.api.Tag;

/** The contract again, with the table in a bucket. */
@Tag("process")
@Tag("slow")
class DeltaEventTableOnS3Test implements EventTableContract {
    private final String name = UUID.randomUUID().toString();

    @Override
    public TableBackend place() {
        return new DeltaBackend(S3Tables.at(name));
    }
}
