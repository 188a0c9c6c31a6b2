package io.millrace.ingest.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

import io.millrace.contracts.access.Principal;

/**
 * Quotas of requests and bytes per second of each principal to this instance, with bursts of one second. Bytes are
 * charged after a body was read, so a request may leave a debt that later requests wait for.
 */
public final class RequestQuotas {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Maximum number of principals that are tracked; beyond it the least recently seen one is forgotten. */
    private static final int MAX_PRINCIPALS = 10_000;

    /**
     * The rest of a quota.
     *
     * @param allowed
     *            whether the request may be read
     * @param name
     *            requests or bytes: that of which there is least
     * @param limit
     *            per second
     * @param remaining
     *            of it, never below 0
     * @param patience
     *            until the next request may be read; zero when this one may
     */
    public record Standing(boolean allowed, String name, long limit, long remaining, Duration patience) {}

    private static final class Bucket {
        private final String name;
        private final long perSecond;
        private double left;
        private long at;

        Bucket(String name, long perSecond, long now) {
            this.name = name;
            this.perSecond = perSecond;
            this.left = perSecond;
            this.at = now;
        }

        void refill(long now) {
            left = Math.min(perSecond, left + (double) (now - at) / NANOS_PER_SECOND * perSecond);
            at = now;
        }

        Standing standing(double needed) {
            long nanos = left >= needed ? 0 : (long) Math.ceil((needed - left) / perSecond * NANOS_PER_SECOND);
            return new Standing(left >= needed, name, perSecond, Math.max(0, (long) left), Duration.ofNanos(nanos));
        }
    }

    private record Buckets(Bucket requests, Bucket bytes) {}

    private final long requestsPerSecond;
    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Buckets> byPrincipal = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Buckets> eldest) {
            return size() > MAX_PRINCIPALS;
        }
    };

    /** Empty limits are none. */
    public RequestQuotas(OptionalLong requestsPerSecond, OptionalLong bytesPerSecond, LongSupplier nanoTime) {
        this.requestsPerSecond = requestsPerSecond.orElse(Long.MAX_VALUE);
        this.bytesPerSecond = bytesPerSecond.orElse(Long.MAX_VALUE);
        this.nanoTime = nanoTime;
    }

    /** Whether there is any limit. */
    public boolean limited() {
        return requestsPerSecond < Long.MAX_VALUE || bytesPerSecond < Long.MAX_VALUE;
    }

    /** Takes one request from the principal's quota, when there is one left and no debt of bytes. */
    public synchronized Standing request(Principal principal) {
        Buckets buckets = buckets(principal);
        Standing requests = buckets.requests().standing(1);
        Standing bytes = buckets.bytes().standing(1);
        if (requests.allowed() && bytes.allowed()) {
            buckets.requests().left -= 1;
            return requestsPerSecond < Long.MAX_VALUE ? buckets.requests().standing(0) : bytes;
        }
        return requests.allowed() ? bytes : requests;
    }

    /** Charges the bytes of a body. */
    public synchronized void bytes(Principal principal, long bytes) {
        buckets(principal).bytes().left -= bytes;
    }

    private Buckets buckets(Principal principal) {
        long now = nanoTime.getAsLong();
        Buckets buckets = byPrincipal.computeIfAbsent(principal.name(), name -> new Buckets(
                new Bucket("requests", requestsPerSecond, now), new Bucket("bytes", bytesPerSecond, now)));
        buckets.requests().refill(now);
        buckets.bytes().refill(now);
        return buckets;
    }
}
