package io.millrace.table.internal.storage;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;

/** The local storage, for tests to change one thing of it. */
public abstract class ChangedStorage implements TableStorage {
    private final TableStorage intact = new LocalStorage();

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        return intact.listFrom(path);
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return intact.getFileStatus(path);
    }

    @Override
    public String identity(String path) throws IOException {
        return intact.identity(path);
    }

    @Override
    public void copy(String source, String target) throws IOException {
        intact.copy(source, target);
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        return intact.putIfAbsent(path, content);
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        intact.replace(path, content);
    }

    @Override
    public AbortableStream create(String path) throws IOException {
        return intact.create(path);
    }

    @Override
    public void walk(String folder, Consumer<FileStatus> sink) throws IOException {
        intact.walk(folder, sink);
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return intact.resolvePath(path);
    }

    @Override
    public boolean mkdirs(String path) throws IOException {
        return intact.mkdirs(path);
    }

    @Override
    public InputFile newInputFile(String path, long size) {
        return intact.newInputFile(path, size);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return intact.newOutputFile(path);
    }

    @Override
    public boolean delete(String path) throws IOException {
        return intact.delete(path);
    }

    @Override
    public Optional<String> getConf(String key) {
        return intact.getConf(key);
    }

    @Override
    public void copyFileAtomically(String source, String target, boolean overwrite) throws IOException {
        intact.copyFileAtomically(source, target, overwrite);
    }
}
