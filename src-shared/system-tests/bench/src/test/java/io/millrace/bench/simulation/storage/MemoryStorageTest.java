package io.millrace.bench.simulation.storage;

import java.time.Clock;

import io.millrace.table.internal.storage.TableStorage;
import io.millrace.table.internal.storage.TableStorageContract;

/** The storage of the simulation does what folders and buckets do. */
class MemoryStorageTest implements TableStorageContract {
    private final MemoryStorage storage = new MemoryStorage(Clock.systemUTC());

    @Override
    public TableStorage storage() {
        return storage;
    }

    @Override
    public String folder() {
        return "/test";
    }
}
