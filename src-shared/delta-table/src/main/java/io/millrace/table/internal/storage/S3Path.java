package io.millrace.table.internal.storage;

/**
 * The name of an object.
 *
 * @param bucket
 *            its bucket
 * @param key
 *            its key, without any escaping
 */
public record S3Path(String bucket, String key) {
    /** Parses {@code s3://bucket/key}, also with the scheme {@code s3a} that other engines write into a log. */
    static S3Path parse(String path) {
        int scheme = path.indexOf("://");
        String[] parts = path.substring(scheme + "://".length()).split("/", 2);
        if (scheme < 0 || !path.startsWith("s3") || parts.length < 2) {
            throw new IllegalArgumentException("not the path of an S3 object: " + path);
        }
        return new S3Path(parts[0], parts[1]);
    }

    S3Path sibling(String otherKey) {
        return new S3Path(bucket, otherKey);
    }

    /** The prefix of all names in the same folder: empty, or ends with a slash. */
    String folder() {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
