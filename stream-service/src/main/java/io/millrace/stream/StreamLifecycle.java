package io.millrace.stream;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractRefresher;
import io.millrace.contracts.supervision.LastResort;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.stream.consume.ConsumerWatch;
import io.millrace.stream.consume.LagMeasurement;
import io.millrace.stream.consume.RegistryWatch;
import io.millrace.stream.consume.StreamConsumer;
import io.millrace.stream.merge.MergeWatch;
import io.millrace.stream.merge.StreamMerges;
import io.millrace.stream.metrics.StreamMetrics;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;

/** Runs the background tasks: the refresh of the contracts and the measurement of lag. */
@ApplicationScoped
public class StreamLifecycle {
    private static final int LAG_SECONDS = 5;

    private final LagMeasurement measurement;
    private final ContractRefresher contracts;
    private final SupervisedTask lag;
    private final ConsumerWatch consuming;
    private final MergeWatch merging;
    private final LastResort lastResort;
    private final ScheduledExecutorService contractThread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("contracts").factory());
    private final ScheduledExecutorService lagProbe = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lag").factory());

    StreamLifecycle(ContractCatalog catalog, @Identifier("watermark") StreamConsumer consumer,
            StreamServiceConfig config, Admin admin, Clock clock,
            StreamMerges merges, StreamMetrics metrics, Supervision supervision) {
        this.lastResort = LastResort.of(config.stream().hangsAfter());
        this.measurement = new LagMeasurement(admin, consumer, clock, () -> catalog.streams().keySet(),
                stream -> {
                    lastResort.beat(); // A measurement of many streams may take long.
                    return merges.find(stream, consumer);
                }, metrics, consumer::topicReplaced);
        this.contracts = new ContractRefresher(catalog, config.contracts().pollInterval(), new RegistryWatch(news -> {
            merges.closeDeleted();
            consumer.onContracts(news);
        }, supervision), supervision.task("contracts", "Check the registry, and the log for the cause"),
                contractThread);
        consumer.whenUnknown(contracts::refreshSoon);
        this.lag = supervision.task("lag",
                "Check that Kafka answers and has the topic; millrace_lag_offsets is NaN until then");
        this.consuming = new ConsumerWatch(consumer, supervision);
        this.merging = new MergeWatch(merges::all, supervision, config.stream().hangsAfter());
    }

    void start(@Observes StartupEvent event) {
        contracts.start();
        Runnable measuring = lag.guard(measurement::measure);
        var unused = lagProbe.scheduleWithFixedDelay(() -> {
            lastResort.beat();
            measuring.run();
            consuming.look();
            merging.look();
        }, LAG_SECONDS, LAG_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        lastResort.close();
        contracts.close();
        contractThread.shutdownNow();
        lagProbe.shutdownNow();
        closeWhenTheLastMeasurementHasEnded();
    }

    /** The consumers belong to the thread of the measurements. */
    private void closeWhenTheLastMeasurementHasEnded() {
        try {
            if (lagProbe.awaitTermination(LAG_SECONDS, TimeUnit.SECONDS)) {
                measurement.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
