package io.millrace.table.internal.log.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    /**
     * How often the log is listed while a commit seems to be missing. A file system may list a commit that was made meanwhile, and
     * not the one before it.
     */
    private static final int MOST_LISTS = 5;
    private static final Pattern LOG_FILE = Pattern.compile("(\\d{20})\\.");
    private static final String COMMIT = ".json";
    private static final String CHECKPOINT = "checkpoint";

    private final TableStorage storage;

    KernelFileIo(TableStorage storage) {
        this.storage = storage;
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        List<FileInfo> files = storage.listFrom(path);
        for (int lists = 1; lists < MOST_LISTS && lacksCommit(path, files); lists++) {
            files = storage.listFrom(path);
        }
        return Utils.toCloseableIterator(files.stream().map(KernelFileIo::status).iterator());
    }

    /** Whether commits follow one that is not in the list, and no checkpoint includes it. */
    private static boolean lacksCommit(String from, List<FileInfo> files) {
        Matcher first = LOG_FILE.matcher(from.substring(from.lastIndexOf('/') + 1));
        if (!first.lookingAt()) {
            return false;
        }
        long next = Long.parseLong(first.group(1));
        for (FileInfo file : files) {
            Matcher name = LOG_FILE.matcher(file.name());
            if (name.lookingAt()) {
                long version = Long.parseLong(name.group(1));
                if (file.name().startsWith(CHECKPOINT, name.end())) {
                    next = Math.max(next, version);
                } else if (file.name().endsWith(COMMIT) && version > next) {
                    return true;
                } else if (file.name().endsWith(COMMIT)) {
                    next = Math.max(next, version + 1);
                }
            }
        }
        return false;
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
