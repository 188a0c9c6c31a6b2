package io.millrace.table.internal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Translates exceptions of the AWS SDK into those of the storage. */
final class S3Failures {
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private S3Failures() {}

    static int status(SdkException e) {
        return e instanceof S3Exception s3 ? s3.statusCode() : 0;
    }

    static IOException io(String what, S3Path path, SdkException e) {
        if (e instanceof NoSuchBucketException) {
            return new IOException(
                    "cannot " + what + " " + path + ": there is no such bucket; create it, or correct the"
                            + " location of the tables",
                    e);
        }
        return switch (status(e)) {
            case NOT_FOUND -> {
                IOException missing = new FileNotFoundException(path.toString());
                missing.initCause(e);
                yield missing;
            }
            case FORBIDDEN ->
                new IOException("cannot " + what + " " + path + ": S3 refuses these credentials; they need"
                        + " to list the bucket, and to get, put and delete its objects", e);
            default -> new IOException("cannot " + what + " " + path + ": " + e.getMessage(), e);
        };
    }
}
