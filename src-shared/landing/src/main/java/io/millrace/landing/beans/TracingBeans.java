package io.millrace.landing.beans;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.millrace.landing.tracing.MergeTracing;
import io.opentelemetry.api.OpenTelemetry;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The tracing of merges, which is off unless {@code quarkus.otel.sdk.disabled} is false. */
@Singleton
final class TracingBeans {
    @Produces
    @Singleton
    MergeTracing tracing(OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        return disabled ? MergeTracing.OFF : new MergeTracing(telemetry);
    }
}
