package io.millrace.table;

import java.util.UUID;

class RacingWritersOnS3Test extends RacingWritersTest {
    private final String name = UUID.randomUUID().toString();

    @Override
    TableLocation location() {
        return S3Tables.at(name);
    }
}
