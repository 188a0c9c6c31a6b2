package io.millrace.ingest.health;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;

/** Whether the service is shutting down: requests in flight are completed, new ones are refused. */
@Singleton
public class Draining {
    private volatile boolean begun;

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        begun = true;
    }

    /** Whether it has begun. */
    public boolean begun() {
        return begun;
    }
}
