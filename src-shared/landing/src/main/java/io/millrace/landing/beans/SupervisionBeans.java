package io.millrace.landing.beans;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.contracts.settings.SettingVariables;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.landing.metrics.LandingMetrics;
import io.quarkus.runtime.StartupEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clock of the service, the supervision of its background tasks and threads, and the check of its environment. */
@Singleton
final class SupervisionBeans {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisionBeans.class);

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

    void warnOfVariables(@Observes StartupEvent event) {
        SettingVariables.unknown(System.getenv().keySet(), List.of()).forEach(name -> LOG.warn(
                "{} in the environment is no setting of Millrace and is not used. Correct its name or remove it",
                name));
    }

    void watchProcess(@Observes StartupEvent event, Supervision supervision, ScheduledExecutorService executor) {
        supervision.watchThreads();
        supervision.watchClock(executor);
    }
}
