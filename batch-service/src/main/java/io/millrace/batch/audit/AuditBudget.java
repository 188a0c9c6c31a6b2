package io.millrace.batch.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.millrace.contracts.schema.StreamName;

/**
 * Keeps the CPU time of the audits by key of each stream within a share of the CPU time of its merges. Merges earn credit and
 * audits spend it; an audit may start while there is credit. What one audit overspends must be earned before the next one.
 * Credit that is not spent is lost by and by, so that the share holds for about the time within which all is audited.
 *
 * <p>
 * Streams with few merges earn a least CPU time as well, which passes with the time. So the budget takes precedence over the
 * coverage, except for this least time. Counted since the start of the process. Thread-safe.
 */
public final class AuditBudget {
    /** Earned for an offset that another process merged, as long as no merge of this process was measured, in ns. */
    static final double ASSUMED_MERGE_NANOS = 5_000;
    private static final double PERCENT = 100;

    private final double share;
    private final double leastNanos;
    private final Duration per;
    private final Clock clock;
    private final Map<StreamName, Account> accounts = new HashMap<>();

    /** The account of a stream. Times in nanoseconds of CPU. */
    private static final class Account {
        private double credit;
        private long atMillis;
        private String topicId = "";
        /** The sum of the watermarks that were seen last, and the offsets below it that this process merged since. */
        private long watermarks;
        private long ownOffsets;
        private double measuredNanos;
        private double measuredOffsets;
        private double merges;
        private double audits;
    }

    /**
     * What was used since the start of the process.
     *
     * @param mergeSeconds
     *            CPU time of the merges: measured, and for offsets that other processes merged computed from the measured
     * @param auditSeconds
     *            CPU time of the audits
     */
    public record Used(double mergeSeconds, double auditSeconds) {
        private static final double NANOS_PER_SECOND = 1e9;

        private static Used of(Account account) {
            return new Used(account.merges / NANOS_PER_SECOND, account.audits / NANOS_PER_SECOND);
        }

        /** The CPU time of the audits as a share of that of the merges; 0 without merges. */
        public double share() {
            return mergeSeconds == 0 ? 0 : auditSeconds / mergeSeconds;
        }
    }

    /**
     * @param percent
     *            the largest CPU time of audits in percent of that of merges
     * @param least
     *            CPU time that audits of a stream may take however few merges there are
     * @param per
     *            the time for which {@code least} is, and after which credit is mostly lost
     */
    public AuditBudget(int percent, Duration least, Duration per, Clock clock) {
        this.share = percent / PERCENT;
        this.leastNanos = least.toNanos();
        this.per = per;
        this.clock = clock;
    }

    /**
     * Adds a merge of this process.
     *
     * @param offsets
     *            that it merged
     * @param cpuNanos
     *            that it took
     */
    public synchronized void merged(StreamName stream, long offsets, long cpuNanos) {
        Account account = account(stream);
        account.measuredNanos += cpuNanos;
        account.measuredOffsets += offsets;
        account.ownOffsets += offsets;
        earn(account, cpuNanos);
    }

    /**
     * Tells how far the stream is merged, by this process and by others.
     *
     * @param watermarks
     *            their sum over all partitions of the topic
     * @param lastShareMillis
     *            when the last audit ended, milliseconds since the epoch, by whichever process; 0 when there was none
     */
    synchronized void seen(StreamName stream, String topicId, long watermarks, long lastShareMillis) {
        Account account = account(stream);
        if (account.topicId.equals(topicId)) {
            long others = watermarks - account.watermarks - account.ownOffsets;
            earn(account, Math.max(0, others) * (account.measuredOffsets == 0
                    ? ASSUMED_MERGE_NANOS
                    : account.measuredNanos / account.measuredOffsets));
        } else {
            // The time since the last audit of another process, which has spent what was earned before.
            account.credit += leastNanos * Math.min(1, times(Math.max(0, clock.millis() - lastShareMillis)));
            account.topicId = topicId;
        }
        account.watermarks = watermarks;
        account.ownOffsets = 0;
    }

    /** Whether an audit may start. */
    synchronized boolean allows(StreamName stream) {
        return account(stream).credit > 0;
    }

    /** Adds an audit that took this CPU time. */
    synchronized void audited(StreamName stream, long cpuNanos) {
        Account account = account(stream);
        account.credit -= cpuNanos;
        account.audits += cpuNanos;
    }

    /** What was used since the start. */
    synchronized Used used(StreamName stream) {
        return Used.of(account(stream));
    }

    /** Forgets a stream that was deleted. */
    public synchronized void forget(StreamName stream) {
        accounts.remove(stream);
    }

    private void earn(Account account, double mergeNanos) {
        account.merges += mergeNanos;
        account.credit += share * mergeNanos;
    }

    /** The account, up to date. */
    private Account account(StreamName stream) {
        long now = clock.millis();
        Account account = accounts.computeIfAbsent(stream, first -> {
            Account opened = new Account();
            opened.atMillis = now;
            return opened;
        });
        long since = Math.max(0, now - account.atMillis);
        account.credit = (account.credit > 0 ? account.credit * Math.exp(-times(since)) : account.credit)
                + leastNanos * Math.min(1, times(since));
        account.atMillis = now;
        return account;
    }

    /** A time as a multiple of the time within which all is audited. */
    private double times(long millis) {
        return millis / (double) Math.max(1, per.toMillis());
    }
}
