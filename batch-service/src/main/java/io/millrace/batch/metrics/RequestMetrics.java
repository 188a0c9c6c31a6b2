package io.millrace.batch.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;

/** The requests of the operations port and the console: {@code millrace_operations_request_seconds{method,route,status}}. */
@Singleton
public class RequestMetrics {
    /** The label in place of a method or a path that does not exist: a client can make up any number of them. */
    public static final String UNKNOWN = "(unknown)";
    /** The label in place of a status when the client closed the connection before the response. */
    public static final String DISCONNECTED = "disconnected";

    private final MeterRegistry registry;
    private final Map<Kind, Times> served = new ConcurrentHashMap<>();

    private record Kind(String method, String route, String status) {}

    private record Times(LongAdder count, LongAdder nanos) {}

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Times a request.
     *
     * @param method
     *            one of a closed list
     * @param route
     *            the template of its path, one of a closed list
     * @param status
     *            of its response, or {@link #DISCONNECTED}
     */
    public void served(String method, String route, String status, long nanos) {
        Times times = served.computeIfAbsent(new Kind(method, route, status), this::timer);
        times.count().increment();
        times.nanos().add(nanos);
    }

    private Times timer(Kind kind) {
        Times times = new Times(new LongAdder(), new LongAdder());
        FunctionTimer
                .builder("millrace.operations.request", times, it -> it.count().sum(), it -> it.nanos().sum(),
                        TimeUnit.NANOSECONDS)
                .description("From the head of a request to the end of its response")
                .tags("method", kind.method(), "route", kind.route(), "status", kind.status()).register(registry);
        return times;
    }
}
