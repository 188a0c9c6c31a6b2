package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.internal.storage.TableStorage;

/** Shows the storage to Kernel, which lists, reads and writes the text files of the log. */
final class KernelFileIo implements FileIO {
    private final TableStorage storage;

    KernelFileIo(TableStorage storage) {
        this.storage = storage;
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        return Utils.toCloseableIterator(storage.listFrom(path).stream().map(KernelFileIo::status).iterator());
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return status(storage.info(path));
    }

    private static FileStatus status(FileInfo file) {
        return FileStatus.of(file.path(), file.size(), file.modifiedAt());
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return storage.resolvePath(path);
    }

    @Override
    public boolean mkdirs(String path) throws IOException {
        storage.createFolders(path);
        return true;
    }

    @Override
    public InputFile newInputFile(String path, long size) {
        return new KernelInput(storage.file(path, size));
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new KernelOutput(storage, path);
    }

    @Override
    public boolean delete(String path) throws IOException {
        return storage.delete(path);
    }

    @Override
    public Optional<String> getConf(String key) {
        return Optional.empty();
    }

    @Override
    public void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        try (SeekableInput in = storage.file(source, 0).open()) {
            write(storage, target, in.readAllBytes(), overwrite);
        }
    }

    /** @throws java.nio.file.FileAlreadyExistsException when the name is taken; Kernel takes that for a lost race */
    private static void write(TableStorage storage, String path, byte[] content, boolean overwrite)
            throws IOException {
        if (overwrite) {
            storage.replace(path, content);
        } else {
            storage.putIfAbsent(path, content).orThrow(path);
        }
    }

    private record KernelOutput(TableStorage storage, String path) implements OutputFile {
        @Override
        public PositionOutputStream create(boolean putIfAbsent) {
            throw new UnsupportedOperationException("Kernel writes the text files of the log only, each at once");
        }

        @Override
        public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
            StringBuilder text = new StringBuilder();
            try (lines) {
                while (lines.hasNext()) {
                    text.append(lines.next()).append('\n');
                }
            }
            write(storage, path, text.toString().getBytes(StandardCharsets.UTF_8), overwrite);
        }
    }
}
