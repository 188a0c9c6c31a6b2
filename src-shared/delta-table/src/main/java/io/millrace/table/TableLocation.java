package io.millrace.table;

import java.net.URI;
import java.nio.file.Path;

/** The location of a table, or of a folder of tables. All writers of a table must use the same location. */
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

        /** The path. */
        @Override
        public String toString() {
            return path.toString();
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
     *            how to connect to it
     */
    record S3Bucket(String bucket, String prefix, S3Options options) implements TableLocation {
        public S3Bucket {
            if (bucket.isEmpty() || bucket.contains("/")) {
                throw new IllegalArgumentException(
                        "'" + bucket + "' is not the name of a bucket; write s3://bucket/prefix");
            }
            prefix = prefix.replaceAll("^/+|/+$", "");
        }

        @Override
        public S3Bucket resolve(String child) {
            return new S3Bucket(bucket, prefix + "/" + child, options);
        }

        /** {@code s3://bucket/prefix}. */
        @Override
        public String toString() {
            return "s3://" + bucket + "/" + prefix;
        }
    }

    /** The location of a child of this location. */
    TableLocation resolve(String child);

    /**
     * Parses {@code s3://bucket/prefix}, a {@code file:} URI, or the path of a folder.
     *
     * @param location
     *            the text
     * @param options
     *            how to connect to a bucket
     * @throws IllegalArgumentException
     *             when the text has another scheme
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
                    "tables cannot be stored at " + location + "; use s3://bucket/prefix or a folder");
        }
        return new Folder(Path.of(location));
    }
}
