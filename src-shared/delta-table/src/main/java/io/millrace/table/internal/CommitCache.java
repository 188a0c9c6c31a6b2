package io.millrace.table.internal;

import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;

/**
 * The commits that were read or stored lately. Kernel reads them all again for every commit, and a commit never changes.
 * Thread-safe.
 */
final class CommitCache {
    private static final Pattern COMMIT = Pattern.compile(".*/_delta_log/\\d{20}\\.json");
    private static final int MAX_BYTES = 16 << 20;

    private final Map<String, byte[]> commits = new LinkedHashMap<>();
    private long bytes;

    static boolean isCommit(String path) {
        return COMMIT.matcher(path).matches();
    }

    synchronized void remember(String path, byte[] content) {
        if (content.length <= MAX_BYTES && isCommit(path) && commits.putIfAbsent(path, content) == null) {
            bytes += content.length;
            var oldest = commits.values().iterator();
            while (bytes > MAX_BYTES) {
                bytes -= oldest.next().length;
                oldest.remove();
            }
        }
    }

    private synchronized Optional<byte[]> find(String path) {
        return Optional.ofNullable(commits.get(path));
    }

    /** The commit, from memory if it is there, and then kept there. */
    InputFile through(InputFile stored) {
        return new Remembered(this, stored);
    }

    private record Remembered(CommitCache cache, InputFile stored) implements InputFile {
        @Override
        public String path() {
            return stored.path();
        }

        @Override
        public long length() throws IOException {
            return content().length;
        }

        @Override
        public SeekableInputStream newStream() throws IOException {
            return new BytesStream(content());
        }

        private byte[] content() throws IOException {
            Optional<byte[]> known = cache.find(path());
            if (known.isPresent()) {
                return known.get();
            }
            try (SeekableInputStream in = stored.newStream()) {
                byte[] content = in.readAllBytes();
                cache.remember(path(), content);
                return content;
            }
        }
    }

    private static final class BytesStream extends SeekableInputStream {
        private final byte[] content;
        private int position;

        BytesStream(byte[] content) {
            this.content = content;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long target) throws IOException {
            if (target < 0 || target > content.length) {
                throw new EOFException("position " + target);
            }
            position = (int) target;
        }

        @Override
        public int read() {
            return position < content.length ? content[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            int taken = Math.min(count, content.length - position);
            if (count > 0 && taken == 0) {
                return -1;
            }
            System.arraycopy(content, position, bytes, offset, taken);
            position += taken;
            return taken;
        }

        @Override
        public void readFully(byte[] bytes, int offset, int count) throws IOException {
            if (readNBytes(bytes, offset, count) < count) {
                throw new EOFException();
            }
        }
    }
}
