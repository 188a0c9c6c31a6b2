package io.millrace.table.internal.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Writes an object: with one PUT when it is small, by a multipart upload beyond one part. Holds one part in memory. */
final class S3Output extends AbortableStream {
    static final int PART = 8 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(S3Output.class);
    private static final int FIRST_BUFFER = 1 << 16;

    private final S3Storage storage;
    private final S3Client s3;
    private final S3Path object;
    private final MessageDigest sha256 = Digests.sha256();
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int buffered;
    private long position;
    private @Nullable String upload;
    private boolean aborted;
    private boolean closed;

    S3Output(S3Storage storage, S3Client s3, S3Path object) {
        this.storage = storage;
        this.s3 = s3;
        this.object = object;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        for (int done = 0; done < count;) {
            if (buffered == PART) {
                uploadPart();
            }
            int taken = Math.min(count - done, PART - buffered);
            if (buffered + taken > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(PART, Math.max(buffered + taken, 2 * buffer.length)));
            }
            System.arraycopy(bytes, offset + done, buffer, buffered, taken);
            buffered += taken;
            done += taken;
        }
        position += count;
    }

    /** Nothing appears before {@link #close()}. */
    @Override
    public void flush() {}

    private void uploadPart() throws IOException {
        if (aborted) {
            throw new IOException("an earlier part of " + object + " could not be stored");
        }
        byte[] content = buffer;
        int count = buffered;
        int number = parts.size() + 1;
        boolean complete = false;
        try {
            String id = upload;
            if (id == null) {
                id = s3.createMultipartUpload(c -> c.bucket(object.bucket()).key(object.key())).uploadId();
                upload = id;
            }
            String uploadId = id;
            String tag = s3.uploadPart(
                    p -> p.bucket(object.bucket()).key(object.key()).uploadId(uploadId).partNumber(number),
                    RequestBody.fromContentProvider(() -> new ByteArrayInputStream(content, 0, count), count,
                            "application/octet-stream"))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
            complete = true;
        } catch (SdkException e) {
            throw S3Failures.io("store part " + number + " of", object, e);
        } finally {
            aborted |= !complete; // a later close must not publish a torn object
        }
        sha256.update(content, 0, count);
        buffered = 0;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        boolean complete = false;
        try {
            if (!aborted) {
                publish();
                complete = true;
            }
        } finally {
            buffer = new byte[0];
            if (!complete) {
                abortUpload();
            }
        }
    }

    private void publish() throws IOException {
        if (upload == null) {
            storage.putIfAbsent(object.toString(), Arrays.copyOf(buffer, buffered)).orThrow(object.toString());
            return;
        }
        uploadPart();
        try {
            s3.completeMultipartUpload(c -> c.bucket(object.bucket()).key(object.key()).uploadId(upload)
                    .ifNoneMatch("*").multipartUpload(m -> m.parts(parts)));
        } catch (SdkException e) {
            // The SDK repeats a completion whose answer was lost, and then finds its own object, or no upload any more.
            boolean taken = S3Failures.status(e) == S3Failures.PRECONDITION_FAILED;
            if (!taken && S3Failures.status(e) != S3Failures.NOT_FOUND) {
                throw S3Failures.io("complete", object, e);
            }
            switch (storage.taken(object, position, sha256.digest())) {
                case TableStorage.Put.Created stored -> LOG.debug("{} was complete already", object);
                case TableStorage.Put.Unconfirmed unknown -> throw unknown.cause();
                case TableStorage.Put.NameTaken exists -> throw new FileAlreadyExistsException(object.toString());
            }
        }
    }

    private void abortUpload() {
        String id = upload;
        if (id == null) {
            return;
        }
        try {
            s3.abortMultipartUpload(a -> a.bucket(object.bucket()).key(object.key()).uploadId(id));
        } catch (SdkException e) {
            LOG.warn(
                    "Could not abort the upload of {}; its parts stay, and are charged, until a lifecycle rule of the bucket"
                            + " aborts incomplete uploads",
                    object, e);
        }
    }
}
