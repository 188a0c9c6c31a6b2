package io.millrace.table.internal.storage;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The local storage, for tests to change one thing of it. */
public abstract class ChangedStorage implements TableStorage {
    private final TableStorage intact = new LocalStorage();

    @Override
    public List<FileInfo> listFrom(String path) throws IOException {
        return intact.listFrom(path);
    }

    @Override
    public FileInfo info(String path) throws IOException {
        return intact.info(path);
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
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        intact.walk(folder, sink);
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return intact.resolvePath(path);
    }

    @Override
    public void createFolders(String path) throws IOException {
        intact.createFolders(path);
    }

    @Override
    public ReadableFile file(String path, long size) {
        return intact.file(path, size);
    }

    @Override
    public boolean delete(String path) throws IOException {
        return intact.delete(path);
    }
}
