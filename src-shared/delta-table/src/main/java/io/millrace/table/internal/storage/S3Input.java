package io.millrace.table.internal.storage;

import java.io.EOFException;
import java.io.IOException;

import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object, read in few requests: a small object at once; of a large object its end, which holds the Parquet footer, ranges
 * that are read in one piece, and otherwise a window from the current position.
 *
 * @param s3
 *            the client
 * @param object
 *            its name
 * @param size
 *            its length in bytes; 0 when not known, then taken from the first response
 */
record S3Input(S3Client s3, S3Path object, long size) implements ReadableFile {
    static final int WINDOW = 1 << 20;
    static final int TAIL = 1 << 18;
    private static final long UNKNOWN = -1;

    @Override
    public String path() {
        return object.toString();
    }

    @Override
    public long length() throws IOException {
        return size > 0 ? size : new S3Storage(s3).info(path()).size();
    }

    @Override
    public SeekableInput open() {
        return new S3Stream(s3, object, size > 0 ? size : UNKNOWN);
    }

    private static final class S3Stream extends SeekableInput {
        private final S3Client s3;
        private final S3Path object;
        private long length;
        private long position;
        private byte[] window = {};
        private long windowStart;

        S3Stream(S3Client s3, S3Path object, long length) {
            this.s3 = s3;
            this.object = object;
            this.length = length;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void seek(long target) throws IOException {
            if (target < 0) {
                throw new EOFException("position " + target + " of " + object);
            }
            position = target;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!inWindow() && !atEnd()) {
                fetch(count);
            }
            if (atEnd()) {
                return -1;
            }
            int at = Math.toIntExact(position - windowStart);
            int taken = Math.min(count, window.length - at);
            System.arraycopy(window, at, bytes, offset, taken);
            position += taken;
            return taken;
        }

        /** Reads exactly this range of a large object: the bytes after such a range are seldom read next. */
        @Override
        public void readFully(byte[] bytes, int offset, int count) throws IOException {
            if (!inWindow() && length > WINDOW && position < length - TAIL) {
                fetch(position, count);
            }
            if (readNBytes(bytes, offset, count) < count) {
                throw new EOFException("position " + position + " of " + object);
            }
        }

        private boolean inWindow() {
            return position >= windowStart && position < windowStart + window.length;
        }

        private boolean atEnd() {
            return length != UNKNOWN && position >= length;
        }

        private void fetch(int wanted) throws IOException {
            long start = position;
            if (length != UNKNOWN && length <= WINDOW) {
                start = 0;
            } else if (length != UNKNOWN && position >= length - TAIL) {
                start = length - TAIL;
            }
            fetch(start, position - start + Math.max(wanted, WINDOW));
        }

        private void fetch(long start, long count) throws IOException {
            String range = "bytes=" + start + "-" + (start + count - 1);
            try {
                ResponseBytes<GetObjectResponse> got = s3
                        .getObjectAsBytes(get -> get.bucket(object.bucket()).key(object.key()).range(range));
                window = got.asByteArrayUnsafe();
                windowStart = start;
                length = total(got.response(), start + window.length);
            } catch (SdkException e) {
                if (S3Failures.status(e) != S3Failures.RANGE_NOT_SATISFIABLE) {
                    throw S3Failures.io("read", object, e);
                }
                length = start; // an empty object has no valid range
            }
        }

        /** From {@code bytes 0-9/10}. */
        private static long total(GetObjectResponse response, long fallback) {
            String range = response.contentRange();
            return range == null ? fallback : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
        }

        @Override
        public void close() {
            window = new byte[0];
        }
    }
}
