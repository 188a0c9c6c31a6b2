package io.millrace.table.internal.log.kernel;

import java.io.IOException;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.SeekableInput;

/**
 * Shows a stored file to Kernel.
 *
 * @param file
 *            the file
 */
record KernelInput(ReadableFile file) implements InputFile {
    @Override
    public String path() {
        return file.path();
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        return new KernelStream(file.open());
    }

    private static final class KernelStream extends SeekableInputStream {
        private final SeekableInput in;

        KernelStream(SeekableInput in) {
            this.in = in;
        }

        @Override
        public long getPos() throws IOException {
            return in.position();
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws IOException {
            in.readFully(bytes, offset, length);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
