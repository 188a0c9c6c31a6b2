package io.millrace.batch.merge;

import java.time.Duration;
import java.util.List;

/** Closes tables at the end of the process. */
final class ClosingTables {
    private ClosingTables() {}

    /**
     * Runs what closes each table. One in use is closed afterwards; one whose storage hangs must not hold up the others, nor the end of the
     * process.
     *
     * @param longest
     *            time for all of them
     * @return the number of those that are still open
     */
    static int close(List<Runnable> tables, Duration longest) throws InterruptedException {
        List<Thread> closing = tables.stream()
                .map(table -> Thread.ofPlatform().daemon().name("close-table").start(table)).toList();
        long until = System.nanoTime() + longest.toNanos();
        int open = 0;
        for (Thread thread : closing) {
            open += thread.join(Duration.ofNanos(until - System.nanoTime())) ? 0 : 1;
        }
        return open;
    }
}
