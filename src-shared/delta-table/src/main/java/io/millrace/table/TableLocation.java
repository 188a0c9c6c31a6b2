package io.millrace.table;

import java.net.URI;
import java.nio.file.Path;

/** Where a table, or a folder of tables, lies. All writers of a table must name the same place. */
public sealed interface TableLocation {
    /**
     * A folder of a file system that all writers share and that has atomic hard links.
     *
     * @param path
     *            the folder, which need not exist yet
     */
    record Folder(Path path) implements TableLocation {
        @Override
        public Folder resolve(String child) {
            return new Folder(path.resolve(child));
        }
    }

    /**
     * A prefix in a bucket of S3, or of a server that speaks its protocol and honours {@code If-None-Match: *} on PUT.
     *
     * @param bucket
     *            the bucket, which must exist
     * @param prefix
     *            neither begins nor ends with a slash; empty for the whole bucket
     * @param options
     *            how the bucket is reached
     */
    record S3Bucket(String bucket, String prefix, S3Options options) implements TableLocation {
        public S3Bucket {
            if (bucket.isEmpty() || bucket.contains("/")) {
                throw new IllegalArgumentException("'" + bucket + "' is no bucket; write s3://bucket/prefix");
            }
            prefix = prefix.replaceAll("^/+|/+$", "");
        }

        @Override
        public S3Bucket resolve(String child) {
            return new S3Bucket(bucket, prefix + "/" + child, options);
        }
    }

    /** The location of this name within this one. */
    TableLocation resolve(String child);

    /**
     * Understands {@code s3://bucket/prefix}, {@code file:} and the path of a folder.
     *
     * @param location
     *            the text
     * @param options
     *            how a bucket is reached
     * @throws IllegalArgumentException
     *             when it is of none of these kinds
     */
    static TableLocation parse(String location, S3Options options) {
        if (location.startsWith("s3://")) {
            String[] parts = location.substring("s3://".length()).split("/", 2);
            return new S3Bucket(parts[0], parts.length == 1 ? "" : parts[1], options);
        }
        if (location.startsWith("file:")) {
            return new Folder(Path.of(URI.create(location)));
        }
        if (location.contains("://")) {
            throw new IllegalArgumentException(
                    "tables cannot lie at " + location + "; name s3://bucket/prefix or a folder");
        }
        return new Folder(Path.of(location));
    }
}
