package io.millrace.ingest;

import java.time.Clock;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.ingest.admission.EventAdmission;
import io.millrace.ingest.admission.RequestLimits;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.ByteBudget;
import io.millrace.ingest.metrics.IngestMetrics;

/** Makes beans of the admission and of the budget before it. */
final class AdmissionBeans {
    @Produces
    @Singleton
    EventAdmission admission(IngestConfig config, Clock clock, IngestMetrics metrics) {
        return new EventAdmission(
                new RequestLimits(config.maxEvents(), Math.toIntExact(config.maxEventBytes().asLongValue()),
                        config.maxRequestBytes().asLongValue()),
                clock, metrics::ruleFailed);
    }

    @Produces
    @Singleton
    ByteBudget budget(IngestConfig config, IngestMetrics metrics) {
        ByteBudget budget = new ByteBudget(config.inFlightBytes().asLongValue(),
                config.maxRequestBytes().asLongValue());
        metrics.watchBudget(budget::used, config.inFlightBytes().asLongValue());
        return budget;
    }
}
