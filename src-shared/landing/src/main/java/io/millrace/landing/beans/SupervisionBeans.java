package io.millrace.landing.beans;

import java.time.Clock;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.contracts.supervision.Supervision;
import io.millrace.landing.metrics.LandingMetrics;
import io.quarkus.runtime.StartupEvent;

/** The clock of the service, and the supervision of its background tasks and threads. */
@Singleton
final class SupervisionBeans {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Supervision supervision(Clock clock, LandingMetrics metrics) {
        return new Supervision(clock, metrics::watch);
    }

    void watchThreads(@Observes StartupEvent event, Supervision supervision) {
        supervision.watchThreads();
    }
}
