package io.millrace.bench.simulation.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.millrace.bench.simulation.schedule.CallKind;
import io.millrace.bench.simulation.schedule.Fault;
import io.millrace.bench.simulation.schedule.Scheduler;
import io.millrace.table.internal.storage.AbortableStream;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.internal.storage.TableStorage;

/** The storage as threads of a schedule see it: before each call others may go on, and it may fail. */
public final class SimulatedStorage implements TableStorage {
    private final TableStorage files;
    private final Scheduler scheduler;
    private final Stored stored;

    /** Hears of each file that was stored under a new name. */
    public interface Stored {
        void stored(String path, byte[] content);

        /** Hears of each file that was deleted. */
        void deleted(String path);
    }

    private interface Effect<T> {
        T run() throws IOException;
    }

    public SimulatedStorage(TableStorage files, Scheduler scheduler, Stored stored) {
        this.files = files;
        this.scheduler = scheduler;
        this.stored = stored;
    }

    private <T> T call(CallKind kind, String operation, String path, Effect<T> effect) throws IOException {
        switch (scheduler.at(kind, operation, path)) {
            case ERROR -> throw new IOException("simulated error: " + operation + " " + path);
            case ANSWER_LOST -> {
                effect.run();
                throw new IOException("simulated time-out: " + operation + " " + path);
            }
            case CRASH_AFTER -> {
                effect.run();
                throw scheduler.crash();
            }
            case NONE, LATE, TAKEN_BY_ITSELF, TORN_LIST, CRASH_BEFORE -> {
                return effect.run();
            }
        }
        throw new IllegalStateException("no such fault");
    }

    @Override
    public List<FileInfo> listFrom(String path) throws IOException {
        List<FileInfo> before = listOrNone(path);
        Fault fault = scheduler.at(CallKind.LIST, "list", path);
        if (fault == Fault.ERROR) {
            throw new IOException("simulated error: list " + path);
        }
        List<FileInfo> after = files.listFrom(path);
        return fault == Fault.TORN_LIST ? torn(before, after) : after;
    }

    private List<FileInfo> listOrNone(String path) throws IOException {
        try {
            return files.listFrom(path);
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }

    /** All files that are in both lists, and every other one of the rest. */
    private List<FileInfo> torn(List<FileInfo> before, List<FileInfo> after) {
        Map<String, FileInfo> all = new TreeMap<>();
        before.forEach(file -> all.put(file.path(), file));
        after.forEach(file -> all.put(file.path(), file));
        List<FileInfo> seen = new ArrayList<>();
        all.forEach((path, file) -> {
            boolean always = before.contains(file) && after.contains(file);
            if (always || (path.hashCode() + scheduler.calls()) % 2 == 0) {
                seen.add(file);
            }
        });
        return seen;
    }

    @Override
    public void walk(String folder, Consumer<FileInfo> sink) throws IOException {
        call(CallKind.LIST, "walk", folder, () -> {
            files.walk(folder, sink);
            return true;
        });
    }

    @Override
    public FileInfo info(String path) throws IOException {
        return call(CallKind.READ, "look at", path, () -> files.info(path));
    }

    @Override
    public String identity(String path) throws IOException {
        return call(CallKind.READ, "identify", path, () -> files.identity(path));
    }

    @Override
    public ReadableFile file(String path, long size) {
        ReadableFile file = files.file(path, size);
        return new ReadableFile() {
            @Override
            public String path() {
                return file.path();
            }

            @Override
            public long length() throws IOException {
                return size > 0 ? size : info(path).size();
            }

            @Override
            public SeekableInput open() throws IOException {
                return call(CallKind.READ, "open", path, file::open);
            }
        };
    }

    @Override
    public String resolvePath(String path) throws IOException {
        return files.resolvePath(path);
    }

    @Override
    public void createFolders(String path) throws IOException {
        call(CallKind.CHANGE, "create folder", path, () -> {
            files.createFolders(path);
            return true;
        });
    }

    @Override
    public boolean delete(String path) throws IOException {
        return call(CallKind.CHANGE, "delete", path, () -> {
            boolean deleted = files.delete(path);
            if (deleted) {
                stored.deleted(path);
            }
            return deleted;
        });
    }

    @Override
    public void copy(String source, String target) throws IOException {
        call(CallKind.CHANGE, "copy", source, () -> {
            files.copy(source, target);
            return true;
        });
    }

    @Override
    public void replace(String path, byte[] content) throws IOException {
        call(CallKind.CHANGE, "replace", path, () -> {
            files.replace(path, content);
            return true;
        });
    }

    @Override
    public Put putIfAbsent(String path, byte[] content) {
        return switch (scheduler.at(CallKind.PUT, "put", path)) {
            case NONE, TORN_LIST, CRASH_BEFORE -> put(path, content);
            case ERROR -> new Put.Unconfirmed(new IOException("simulated error: put " + path));
            case ANSWER_LOST -> {
                put(path, content);
                yield new Put.Unconfirmed(new IOException("simulated time-out: put " + path));
            }
            case LATE -> {
                scheduler.later(() -> put(path, content));
                yield new Put.Unconfirmed(new IOException("simulated time-out: put " + path));
            }
            case TAKEN_BY_ITSELF -> {
                put(path, content);
                yield new Put.NameTaken();
            }
            case CRASH_AFTER -> {
                put(path, content);
                throw scheduler.crash();
            }
        };
    }

    private Put put(String path, byte[] content) {
        Put put = files.putIfAbsent(path, content);
        if (put instanceof Put.Created) {
            stored.stored(path, content);
        }
        return put;
    }

    /** Another thread may go on when the file is complete; nothing of it is visible before. */
    @Override
    public AbortableStream create(String path) {
        return new MemoryOutput(content -> call(CallKind.CHANGE, "store", path, () -> {
            put(path, content).orThrow(path);
            return true;
        }));
    }
}
