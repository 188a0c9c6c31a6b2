package io.millrace.bench.alerts;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/** The brokers have a quota for producers that is far below what the gateway sends. */
record ProducerQuota() implements Fault {
    /** Requests of these events, 3 kB each, then wait about half a second: too late, and not as long as the gateway waits. */
    private static final double BYTES_A_SECOND = 6_000;
    private static final int SLOW_EVENTS = 20;
    /** At once: one after the other in the interval of the lab would be within the quota. */
    private static final int SLOW_REQUESTS = 10;
    private static final int FAST_REQUESTS = 100;

    @Override
    public Map<String, String> make(Place place) throws InterruptedException {
        alter(place, BYTES_A_SECOND);
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
