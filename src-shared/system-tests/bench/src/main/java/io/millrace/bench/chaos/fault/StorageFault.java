package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A fault of the S3 server, for the services alone.
 *
 * @param label
 *            its name
 * @param leastMillis
 *            how long it lasts at least
 * @param moreMillis
 *            how much longer at most
 * @param begin
 *            does it
 */
record StorageFault(String label, int leastMillis, int moreMillis, Consumer<StorageLink> begin) implements SiteFault {
    /** All kinds. */
    static List<StorageFault> all() {
        return List.of(new StorageFault("s3-503", 3_000, 9_000, StorageLink::refuse),
                new StorageFault("s3-500-after-success", 5_000, 10_000, StorageLink::failAfterwards),
                new StorageFault("s3-slow", 5_000, 10_000, StorageLink::slow));
    }

    @Override
    public boolean needsS3() {
        return true;
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return site.storage().stream().map(storage -> new Strike(label, "the storage", random -> {
            begin.accept(storage);
            try {
                Thread.sleep(leastMillis + random.nextInt(moreMillis));
            } finally {
                storage.heal();
            }
        }, storage::met)).toList();
    }
}
