package io.millrace.stream;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.ContractPolling;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.stream.config.StreamServiceConfig;
import io.millrace.stream.consume.ConsumerWatch;
import io.millrace.stream.consume.StreamConsumer;
import io.millrace.stream.consume.TopicOffsets;
import io.millrace.stream.merge.StreamMerge;
import io.millrace.stream.merge.StreamMerges;
import io.millrace.stream.metrics.StreamMetrics;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the background tasks: the refresh of the contracts and the measurement of lag. */
@ApplicationScoped
public class StreamLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StreamLifecycle.class);
    private static final int LAG_SECONDS = 5;

    private final TopicOffsets topics;
    private final StreamConsumer consumer;
    private final StreamMerges merges;
    private final StreamMetrics metrics;
    private final ContractPolling polling;
    private final SupervisedTask lag;
    private final ConsumerWatch consuming;
    private final ScheduledExecutorService lagProbe = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lag").factory());

    StreamLifecycle(ContractCatalog catalog, @Identifier("watermark") StreamConsumer consumer,
            StreamServiceConfig config, Admin admin,
            StreamMerges merges, StreamMetrics metrics, Supervision supervision) {
        this.topics = new TopicOffsets(admin);
        this.consumer = consumer;
        this.merges = merges;
        this.metrics = metrics;
        this.polling = new ContractPolling(catalog, config.contracts().pollInterval(), news -> {
            merges.closeDeleted();
            consumer.onContracts(news);
        }, supervision.task("contracts", "Check the registry, and the log for the cause"));
        consumer.whenUnknown(polling::askSoon);
        this.lag = supervision.task("lag", "Check that Kafka answers; the metrics show an old lag");
        this.consuming = new ConsumerWatch(consumer, supervision);
    }

    void start(@Observes StartupEvent event) {
        polling.start();
        Runnable measurement = lag.guard(this::measureLag);
        var unused = lagProbe.scheduleWithFixedDelay(() -> {
            measurement.run();
            consuming.look();
        }, LAG_SECONDS, LAG_SECONDS, TimeUnit.SECONDS);
    }

    private void measureLag() {
        for (var stream : merges.all().entrySet()) {
            try {
                measureLag(stream.getKey(), stream.getValue());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | RuntimeException e) {
                LOG.debug("The lag of stream {} could not be measured: {}", stream.getKey(), e.getMessage());
            }
        }
    }

    private void measureLag(StreamName stream, StreamMerge merge) throws ExecutionException, InterruptedException {
        TopicOffsets.Snapshot topic = topics.read(stream.topic());
        if (!merge.isOf(topic.id())) {
            consumer.topicReplaced(stream);
        }
        metrics.lag(stream, merge.behind(topic.id(), topic.bounds()));
        metrics.unstable(stream, topic.unstable());
        metrics.tableReplacements(stream, merge.tableReplacements());
    }

    @PreDestroy
    void stop() {
        polling.close();
        lagProbe.shutdownNow();
    }
}
