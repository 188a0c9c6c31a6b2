package io.millrace.bench.alerts;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/**
 * The brokers have a quota for producers that is below what the gateway sends. A request then waits until the mean rate of the
 * last eleven seconds is within the quota: longer than its threshold, and shorter than the gateway waits for Kafka, so that none
 * fails.
 */
record ProducerQuota() implements Fault {
    private static final double BYTES_A_SECOND = 17_000;
    /** About 4,400 compressed bytes, which is a quarter of the quota of a second: each request makes the next one wait for so long. */
    private static final int SLOW_EVENTS = 60;
    private static final int SLOW_REQUESTS = 10;
    /**
     * At first these are sent, one a second, so that the mean rate comes to the quota evenly. Sent at once, they would all leave
     * the mean at the same time, and until then the waits would add up to seconds.
     */
    private static final int EVEN_REQUESTS = 11;
    /** About 16,400 compressed bytes, a little less than the quota of a second. */
    private static final int EVEN_EVENTS = 240;
    private static final int FAST_REQUESTS = 100;

    @Override
    public Map<String, String> make(Place place) throws InterruptedException {
        alter(place, BYTES_A_SECOND);
        for (int i = 0; i < EVEN_REQUESTS; i++) {
            place.system().offer(place.stream(), ProbeEvents.now(EVEN_EVENTS));
            TimeUnit.SECONDS.sleep(1);
        }
        return Map.of();
    }

    /** The default of all client ids. */
    private static void alter(Place place, @Nullable Double quota) throws InterruptedException {
        ClientQuotaEntity all = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, null));
        try (Admin admin = place.system().admin()) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(all,
                    List.of(new ClientQuotaAlteration.Op("producer_byte_rate", quota))))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The quota of producers cannot be set to " + quota, e);
        }
    }

    /** At once: one after the other in the interval of the lab would be within the quota. */
    @Override
    public void whileMade(Place place) {
        for (int i = 0; i < SLOW_REQUESTS; i++) {
            place.system().offer(place.stream(), ProbeEvents.now(SLOW_EVENTS));
        }
    }

    @Override
    public void whenMended(Place place) {
        for (int i = 0; i < FAST_REQUESTS; i++) {
            place.system().offer(place.stream(), ProbeEvents.now(1));
        }
    }

    @Override
    public void undo(Place place) throws InterruptedException {
        alter(place, null);
    }
}
