package io.millrace.table.internal.storage;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Tables in S3.
 *
 * <p>
 * Put-if-absent is a PUT with {@code If-None-Match: *}. The SDK repeats a request whose answer was lost, and the repetition is
 * refused because of the first request. So a refusal counts only when the stored object has other content; a commit contains
 * a unique id, so that equal content proves that the object is its own.
 */
public final class S3Storage implements TableStorage {
    private static final int CONFLICT_ATTEMPTS = 5;
    private static final int CONFLICT_BACKOFF_MILLIS = 50;

    private final S3Client s3;
    private final S3Listing listing;

    public S3Storage(S3Client s3) {
        this.s3 = s3;
        this.listing = new S3Listing(s3);
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        S3Path object = S3Path.parse(path);
        for (int attempt = 1;; attempt++) {
            try {
                s3.putObject(put -> put.bucket(object.bucket()).key(object.key()).ifNoneMatch("*"),
                        RequestBody.fromContentProvider(() -> new java.io.ByteArrayInputStream(content), content.length,
                                "application/octet-stream"));
                return new Put.Created();
            } catch (SdkException e) {
                int status = S3Failures.status(e);
                if (status == S3Failures.PRECONDITION_FAILED) {
                    return taken(object, content.length, Digests.sha256(content));
                }
                // Two writers at the same moment: S3 may have stored the object of neither.
                if (status != S3Failures.CONFLICT || attempt >= CONFLICT_ATTEMPTS) {
                    return new Put.Unconfirmed(S3Failures.io("store", object, e));
                }
                backOff(attempt);
            }
        }
    }

    /** Decides whether a taken name holds this content. */
    Put taken(S3Path object, long length, byte[] sha256) {
        try {
            return holds(object, length, sha256) ? new Put.Created() : new Put.NameTaken();
        } catch (IOException e) {
            return new Put.Unconfirmed(e);
        }
    }

    private boolean holds(S3Path object, long length, byte[] sha256) throws IOException {
        MessageDigest digest = Digests.sha256();
        long read = 0;
        try (InputStream in = new S3Input(s3, object, 0).open()) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0 && read <= length; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                read += n;
            }
        }
        return read == length && Arrays.equals(digest.digest(), sha256);
    }

    private static void backOff(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(CONFLICT_BACKOFF_MILLIS * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next request fails at once because of the interrupt
        }
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        S3Path object = S3Path.parse(path);
        try {
            s3.putObject(put -> put.bucket(object.bucket()).key(object.key()), RequestBody.fromBytes(content));
        } catch (SdkException e) {
            throw S3Failures.io("store", object, e);
        }
    }

    @Override
    public AbortableStream create(String path) {
        return new S3Output(this, s3, S3Path.parse(path));
    }

    @Override
    public ReadableFile file(String path, long size) {
        return new S3Input(s3, S3Path.parse(path), size);
    }

    @Override
    public List<FileInfo> listFrom(String path) throws IOException {
        return listing.listFrom(S3Path.parse(path));
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        listing.walk(folder, sink);
    }

    @Override
    public FileInfo info(String path) throws IOException {
        S3Path object = S3Path.parse(path);
        try {
            HeadObjectResponse head = s3.headObject(h -> h.bucket(object.bucket()).key(object.key()));
            return new FileInfo(path, head.contentLength(), head.lastModified().toEpochMilli());
        } catch (SdkException e) {
            throw S3Failures.io("look at", object, e);
        }
    }

    @Override
    public String identity(String path) throws IOException {
        S3Path object = S3Path.parse(path);
        try {
            HeadObjectResponse head = s3.headObject(h -> h.bucket(object.bucket()).key(object.key()));
            String content = head.eTag();
            return (content == null ? "of " + head.lastModified() : content) + " " + head.contentLength();
        } catch (SdkException e) {
            throw S3Failures.io("look at", object, e);
        }
    }

    @Override
    public void copy(String source, String target) throws IOException {
        S3Path from = S3Path.parse(source);
        S3Path to = S3Path.parse(target);
        try {
            s3.copyObject(copy -> copy.sourceBucket(from.bucket()).sourceKey(from.key()).destinationBucket(to.bucket())
                    .destinationKey(to.key()));
        } catch (SdkException e) {
            throw S3Failures.io("copy", from, e);
        }
    }

    @Override
    public boolean delete(String path) throws IOException {
        S3Path object = S3Path.parse(path);
        try {
            s3.deleteObject(d -> d.bucket(object.bucket()).key(object.key()));
            return true;
        } catch (SdkException e) {
            throw S3Failures.io("delete", object, e);
        }
    }

    @Override
    public String resolvePath(String path) {
        return S3Path.parse(path).toString();
    }

    /** There are no folders in S3. */
    @Override
    public void createFolders(String path) {}
}
