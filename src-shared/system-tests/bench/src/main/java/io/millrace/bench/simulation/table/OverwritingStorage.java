package io.millrace.bench.simulation.table;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import io.millrace.table.internal.storage.AbortableStream;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.TableStorage;

/** A storage whose put-if-absent overwrites the file of another writer. */
final class OverwritingStorage implements TableStorage {
    private final TableStorage files;

    OverwritingStorage(TableStorage files) {
        this.files = files;
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        try {
            files.replace(path, content);
            return new Put.Created();
        } catch (IOException e) {
            return new Put.Unconfirmed(e);
        }
    }

    @Override
    public FileInfo info(String path) throws IOException {
        return files.info(path);
    }

    @Override
    public List<FileInfo> listFrom(String path) throws IOException {
        return files.listFrom(path);
    }

    @Override
    public ReadableFile file(String path, long size) {
        return files.file(path, size);
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return files.resolvePath(path);
    }

    @Override
    public void createFolders(String path) throws IOException {
        files.createFolders(path);
    }

    @Override
    public boolean delete(String path) throws IOException {
        return files.delete(path);
    }

    @Override
    public String identity(String path) throws IOException {
        return files.identity(path);
    }

    @Override
    public void copy(String source, String target) throws IOException {
        files.copy(source, target);
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        files.replace(path, content);
    }

    @Override
    public AbortableStream create(String path) throws IOException {
        return files.create(path);
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        files.walk(folder, sink);
    }
}
