package io.millrace.table;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.devstack.s3.S3Server;
import io.millrace.table.s3.SharedS3Server;

/** Tables in the S3 server of the tests. */
final class S3Tables {
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private S3Tables() {}

    /** The place of this name, reached by a client that nobody else has: clients are shared by those with equal options. */
    static TableLocation at(String name) {
        return new TableLocation.S3Bucket(S3Server.BUCKET, name,
                new S3Options(Optional.of(SharedS3Server.get().endpoint()),
                        Optional.of("test-" + CLIENTS.incrementAndGet()), true));
    }
}
