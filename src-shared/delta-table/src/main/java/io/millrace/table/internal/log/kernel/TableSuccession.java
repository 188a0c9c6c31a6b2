package io.millrace.table.internal.log.kernel;

import java.util.concurrent.atomic.AtomicLong;

import io.millrace.table.TableRefusedException;
import io.millrace.table.internal.log.TableState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that a table was replaced by another one, put back to an earlier version, or deleted. */
final class TableSuccession {
    private static final Logger LOG = LoggerFactory.getLogger(TableSuccession.class);

    private final String location;
    /** The table that was read last, however long ago. */
    private @Nullable TableState last;
    /** Whether the commit of the known version was found replaced by another commit. */
    private boolean otherHistory;
    /** Read by other threads while a call hangs. */
    private final AtomicLong replacements = new AtomicLong();

    TableSuccession(String location) {
        this.location = location;
    }

    /** @throws TableRefusedException when there was a table before: it is not created again automatically */
    void refuseLoss() {
        if (last != null) {
            throw new TableRefusedException(location, "it is gone. It was at version " + last.version()
                    + " and had the id " + last.id()
                    + "; now there is no table. Put it back, and merging goes on; or"
                    + " restart the service to have it made again from the records that Kafka still has.");
        }
    }

    /** Notes whether the commit of the known version was replaced, before the log is read from the start. */
    void foundOtherHistory(boolean found) {
        otherHistory = found;
    }

    /** Compares a table that was read from the start with the one before it. */
    void loaded(TableState now) {
        TableState before = last;
        if (before == null) {
            return;
        }
        boolean other = !before.id().equals(now.id());
        if (other || otherHistory || before.version() > now.version()) {
            replacements.incrementAndGet();
            LOG.error("The table at {} {}: it was at version {} with the id {}, and is at version {} with the id {}."
                    + " Merging goes on from the watermarks that it has now.", location,
                    other ? "was replaced by another one" : "was put back to another history", before.version(),
                    before.id(), now.version(), now.id());
        }
        otherHistory = false;
    }

    void known(TableState now) {
        last = now;
    }

    long replacements() {
        return replacements.get();
    }
}
