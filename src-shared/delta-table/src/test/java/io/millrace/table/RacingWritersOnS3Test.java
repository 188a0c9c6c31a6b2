package io.millrace.table;

import java.util.UUID;

import org.junit.jupiter.api.Tag;

@Tag("process")
@Tag("slow")
class RacingWritersOnS3Test extends RacingWritersTest {
    private final String name = UUID.randomUUID().toString();

    @Override
    TableLocation location() {
        return S3Tables.at(name);
    }
}
