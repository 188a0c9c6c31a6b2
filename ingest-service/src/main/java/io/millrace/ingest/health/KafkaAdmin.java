package io.millrace.ingest.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.contracts.supervision.SupervisedTask;
import io.millrace.contracts.supervision.Supervision;
import io.millrace.ingest.config.ContractsConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** The Kafka admin client, and the periodic check of whether Kafka responds. */
@ApplicationScoped
public class KafkaAdmin {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(200);
    /**
     * How long a request may take, in milliseconds. It must be well below the time of a call, in which it is sent again: else
     * the client (4.1.1) may keep a dead connection.
     */
    private static final int REQUEST_MILLIS = 3_000;
    /** How long a call may take with all its requests, in milliseconds. */
    private static final int CALL_MILLIS = 8_000;

    private final ReplacedAdmin admin;
    private final DependencyHealth dependencies;
    private final ScheduledExecutorService executor;
    private final Duration interval;
    private final SupervisedTask task;
    private @Nullable ScheduledFuture<?> probing;
    private volatile boolean stopped;

    KafkaAdmin(@Identifier("default-kafka-broker") Map<String, Object> connection, DependencyHealth dependencies,
            ScheduledExecutorService executor, ContractsConfig config, Supervision supervision) {
        this.task = supervision.task("kafka", "If this persists, restart the service: it cannot query Kafka");
        Map<String, Object> settings = new HashMap<>(connection);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        this.admin = new ReplacedAdmin(settings, System::nanoTime);
        this.dependencies = dependencies;
        this.executor = executor;
        this.interval = config.pollInterval();
    }

    void start(@Observes StartupEvent event) {
        probing = executor.scheduleWithFixedDelay(this::probe, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        stopped = true;
        if (probing != null) {
            probing.cancel(false);
        }
        admin.close();
    }

    /** The client of this moment; blocks for as long as its calls do, at most some seconds each. */
    public Admin client() {
        return admin.client();
    }

    /** Asks Kafka from now on several times in a second, and runs something once when it has answered. */
    public void whenItAnswers(Runnable something) {
        executor.execute(() -> {
            if (probe()) {
                something.run();
            } else if (!stopped) {
                var unused = executor.schedule(() -> whenItAnswers(something), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private boolean probe() {
        try {
            admin.client().describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            admin.answered();
            dependencies.kafkaAnswered();
            task.succeeded();
            return true;
        } catch (ExecutionException e) {
            dependencies.kafkaSilent(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            dependencies.kafkaSilent("no response within " + PATIENCE.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // An Error too: Kafka would not be asked any more, and the breaker would stay open.
            task.failed(e);
            // Its text is for the log, where the task writes it: that of a setting may have a secret.
            dependencies.kafkaSilent("the client failed with " + e.getClass().getName() + "; the log has the cause");
        }
        admin.silent();
        return false;
    }
}
