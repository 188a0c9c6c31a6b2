package io.millrace.table.internal.storage;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of a file system.
 *
 * @param file
 *            where it is
 * @param path
 *            how its reader named it
 * @param size
 *            in bytes; 0 when not known
 */
record LocalInput(Path file, String path, long size) implements ReadableFile {
    @Override
    public long length() throws IOException {
        return size > 0 ? size : LocalStorage.info(file).size();
    }

    @Override
    public SeekableInput open() throws IOException {
        try {
            return new LocalStream(FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw new FileNotFoundException(path);
        }
    }

    private static final class LocalStream extends SeekableInput {
        private final FileChannel channel;
        private long position;

        LocalStream(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void seek(long to) {
            position = to;
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws IOException {
            if (readNBytes(bytes, offset, length) < length) {
                throw new EOFException();
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return readNBytes(one, 0, 1) == 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
