package io.millrace.bench.simulation.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.millrace.table.internal.storage.AbortableStream;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.internal.storage.TableStorage;
import org.jspecify.annotations.Nullable;

/** Files of tables in memory. A file never changes, so that a copy of a storage shares them. */
public final class MemoryStorage implements TableStorage {
    private final Clock clock;
    private final NavigableMap<String, StoredFile> files;
    private final NavigableSet<String> folders;
    private long lastId;

    private record StoredFile(byte[] content, long modifiedAt, long id) {}

    /**
     * @param clock
     *            gives the times of the files
     */
    public MemoryStorage(Clock clock) {
        this(clock, new TreeMap<>(), new TreeSet<>(), 0);
    }

    private MemoryStorage(Clock clock, NavigableMap<String, StoredFile> files, NavigableSet<String> folders,
            long lastId) {
        this.clock = clock;
        this.files = files;
        this.folders = folders;
        this.lastId = lastId;
    }

    /** Another storage that has these files now. */
    public synchronized MemoryStorage copy(Clock itsClock) {
        return new MemoryStorage(itsClock, new TreeMap<>(files), new TreeSet<>(folders), lastId);
    }

    /** The content of a file; null when there is none. */
    public synchronized byte @Nullable [] content(String path) {
        StoredFile file = files.get(path);
        return file == null ? null : file.content();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    @Override
    public synchronized List<FileInfo> listFrom(String path) throws IOException {
        String folder = parent(path) + "/";
        String first = files.ceilingKey(folder);
        if (!folders.contains(parent(path)) && (first == null || !first.startsWith(folder))) {
            throw new FileNotFoundException("no such folder: " + parent(path));
        }
        List<FileInfo> found = new ArrayList<>();
        for (Map.Entry<String, StoredFile> entry : files.tailMap(path).entrySet()) {
            String file = entry.getKey();
            if (!file.startsWith(folder)) {
                break;
            }
            if (file.indexOf('/', folder.length()) < 0 && file.charAt(folder.length()) != '.') {
                found.add(info(file, entry.getValue()));
            }
        }
        return found;
    }

    private static FileInfo info(String path, StoredFile file) {
        return new FileInfo(path, file.content().length, file.modifiedAt());
    }

    private StoredFile found(String path) throws FileNotFoundException {
        StoredFile file = files.get(path);
        if (file == null) {
            throw new FileNotFoundException(path);
        }
        return file;
    }

    @Override
    public synchronized FileInfo info(String path) throws IOException {
        return info(path, found(path));
    }

    @Override
    public synchronized String identity(String path) throws IOException {
        return Long.toString(found(path).id());
    }

    @Override
    public ReadableFile file(String path, long size) {
        return new ReadableFile() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public long length() throws IOException {
                return size > 0 ? size : info(path).size();
            }

            @Override
            public SeekableInput open() throws IOException {
                synchronized (MemoryStorage.this) {
                    return new MemoryInput(found(path).content());
                }
            }
        };
    }

    @Override
    public String resolvePath(String path) {
        return path;
    }

    @Override
    public synchronized void createFolders(String path) {
        for (String folder = path; !folder.isEmpty() && folders.add(folder);) {
            folder = parent(folder);
        }
    }

    @Override
    public synchronized boolean delete(String path) {
        return files.remove(path) != null;
    }

    @Override
    public synchronized void copy(String source, String target) throws IOException {
        StoredFile file = found(source);
        createFolders(parent(target));
        files.putIfAbsent(target, file);
    }

    @Override
    public synchronized Put putIfAbsent(String path, byte[] content) {
        if (files.containsKey(path)) {
            return new Put.NameTaken();
        }
        replace(path, content);
        return new Put.Created();
    }

    @Override
    public synchronized void replace(String path, byte[] content) {
        createFolders(parent(path));
        lastId++;
        files.put(path, new StoredFile(content.clone(), clock.millis(), lastId));
    }

    @Override
    public AbortableStream create(String path) {
        return new MemoryOutput(content -> putIfAbsent(path, content).orThrow(path));
    }

    @Override
    public synchronized void walk(String folder, Consumer<FileInfo> sink) {
        List<FileInfo> found = new ArrayList<>();
        for (Map.Entry<String, StoredFile> entry : files.tailMap(folder + "/").entrySet()) {
            if (!entry.getKey().startsWith(folder + "/")) {
                break;
            }
            found.add(info(entry.getKey(), entry.getValue()));
        }
        found.forEach(sink);
    }
}
