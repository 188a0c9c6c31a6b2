package io.millrace.batch;

import java.time.Clock;
import java.util.Collections;
import java.util.List;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.batch.audit.AuditBudget;
import io.millrace.batch.audit.CpuClock;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.delete.DeletedTopics;
import io.millrace.batch.delete.StreamDeletion;
import io.millrace.batch.maintain.Maintenance;
import io.millrace.batch.metrics.BatchMetrics;
import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.supervision.LastResort;
import io.millrace.landing.StreamCalls;
import io.millrace.landing.metrics.LandingMetrics;
import org.apache.kafka.clients.admin.Admin;

/** The steps of a run, and the metrics, that take plain values instead of the configuration. */
@Singleton
final class BatchBeans {
    private static final int MEASUREMENTS_UNTIL_STALE = 3;
    /** Of runs at the same time. Their lanes have the memory of two together. */
    private static final int MOST_CALLS = 4;

    @Produces
    @Singleton
    StreamCalls calls(BatchServiceConfig config, Clock clock, LastResort lastResort) {
        return new StreamCalls("run", config.batch().hangsAfter(), MOST_CALLS, clock, lastResort::beat);
    }

    @Produces
    @Singleton
    LastResort lastResort(BatchServiceConfig config) {
        return LastResort.of(config.batch().hangsAfter());
    }

    void end(@Disposes LastResort lastResort) {
        lastResort.close();
    }

    @Produces
    @Singleton
    StreamDeletion deletion(ContractRegistry registry, Admin admin, Clock clock, BatchServiceConfig config) {
        return new StreamDeletion(registry, new DeletedTopics(admin), config.batch().deletion().delay(), clock);
    }

    @Produces
    @Singleton
    BatchMetrics metrics(MeterRegistry registry, LandingMetrics landing, Clock clock, BatchServiceConfig config) {
        return new BatchMetrics(registry, landing, clock,
                config.batch().signals().every().multipliedBy(MEASUREMENTS_UNTIL_STALE),
                Collections.max(List.of(config.batch().every(), config.batch().deletion().every()))
                        .multipliedBy(MEASUREMENTS_UNTIL_STALE));
    }

    @Produces
    @Singleton
    AuditBudget auditBudget(BatchServiceConfig config, Clock clock) {
        BatchServiceConfig.Audit audit = config.batch().audit();
        return new AuditBudget(audit.cpuPercent(), audit.leastCpu(), audit.coverWithin(), clock);
    }

    @Produces
    @Singleton
    CpuClock cpuClock() {
        return CpuClock.ofThread();
    }

    @Produces
    @Singleton
    Maintenance maintenance(BatchServiceConfig config, Clock clock, BatchMetrics metrics) {
        return new Maintenance(config.batch().upkeep().every(), clock, metrics);
    }
}
