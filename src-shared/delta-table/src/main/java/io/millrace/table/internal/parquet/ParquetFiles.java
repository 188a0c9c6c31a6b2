package io.millrace.table.internal.parquet;

import java.io.IOException;

import io.millrace.table.internal.storage.AbortableStream;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.internal.storage.TableStorage;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the files of the storage to Parquet. */
public final class ParquetFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetFiles.class);
    private static final long BLOCK = 128L << 20;

    private ParquetFiles() {}

    public static InputFile input(ReadableFile file) {
        return new InputFile() {
            @Override
            public long getLength() throws IOException {
                return file.length();
            }

            @Override
            public SeekableInputStream newStream() throws IOException {
                return stream(file.open());
            }
        };
    }

    public static SeekableInputStream stream(SeekableInput stream) {
        return new DelegatingSeekableInputStream(stream) {
            @Override
            public long getPos() throws IOException {
                return stream.position();
            }

            @Override
            public void seek(long position) throws IOException {
                stream.seek(position);
            }
        };
    }

    /** A file to be written, which is stored when it is closed. */
    public static AtomicOutputFile output(TableStorage io, String path) {
        return output(io, path, BoundedParallelIo.IN_TURN.begin());
    }

    /**
     * A file to be written.
     *
     * @param storing
     *            takes what is to be done when it is written; the file is stored when that is done
     */
    public static AtomicOutputFile output(TableStorage io, String path,
            BoundedParallelIo.PendingCalls<String> storing) {
        return new AtomicOutputFile(io, path, storing);
    }

    /** A file that appears under its name when Parquet closes it, only if nothing has that name and not once aborted. */
    public static final class AtomicOutputFile implements OutputFile {
        private final TableStorage io;
        private final String path;
        private final BoundedParallelIo.PendingCalls<String> storing;
        private @Nullable AbortableStream stream;
        private long size;

        private AtomicOutputFile(TableStorage io, String path, BoundedParallelIo.PendingCalls<String> storing) {
            this.io = io;
            this.path = path;
            this.storing = storing;
        }

        /** How many bytes were written, once it is closed. */
        public long size() {
            return size;
        }

        /** Drops what was written and releases the file; Parquet itself leaves it open when a write fails. */
        public void abort() {
            if (stream != null) {
                stream.abort();
                try {
                    stream.close();
                } catch (IOException e) {
                    LOG.warn("Could not release {}; a temporary file of that name may be left", path, e);
                }
            }
        }

        @Override
        public PositionOutputStream create(long blockSizeHint) throws IOException {
            AbortableStream created = io.create(path);
            stream = created;
            return new DelegatingPositionOutputStream(created) {
                @Override
                public long getPos() throws IOException {
                    return created.position();
                }

                @Override
                public void close() throws IOException {
                    size = created.position();
                    storing.add(() -> {
                        created.close();
                        return path;
                    });
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            throw new UnsupportedOperationException("files of a table are never overwritten");
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return BLOCK;
        }

        @Override
        public String getPath() {
            return path;
        }
    }
}
