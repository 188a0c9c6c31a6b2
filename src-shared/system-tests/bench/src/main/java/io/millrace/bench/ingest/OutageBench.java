package io.millrace.bench.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.run.Measurements;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.devstack.BrokerOutage;
import io.millrace.launcher.local.Checkout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench outage}: takes Kafka away from the packaged gateway under one caller, killed and then suspended,
 * and measures when the caller learns of it, how long each response takes then, and whether any of them was wrong.
 */
@Command(name = "outage", description = "Kills Kafka, then suspends it, and checks how soon and how fast the packaged gateway reports it.", mixinStandardHelpOptions = true)
public final class OutageBench implements Callable<Integer> {
    private static final int OK = 200;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int PATIENCE_S = 60;

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--seconds", defaultValue = "10", description = "Seconds of each outage (${DEFAULT-VALUE}).")
    private int seconds;
    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds of load before the outages (${DEFAULT-VALUE}).")
    private int warmUp;
    @Option(names = "--first-ms", defaultValue = "1000", description = "Milliseconds within which the caller must get the first failure (${DEFAULT-VALUE}).")
    private int firstMillis;
    @Option(names = "--then-ms", defaultValue = "5", description = "Milliseconds within which half of the later answers must come (${DEFAULT-VALUE}).")
    private int thenMillis;

    private final AtomicLong numbers = new AtomicLong();
    private final AcknowledgedEvents acked = new AcknowledgedEvents();
    private int withoutRetryAfter;
    private boolean ok = true;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.atLeast(1, "--seconds", seconds);
        Options.atLeast(0, "--warm-up", warmUp);
        progress.say("Starting a broker, a registry and ingest-service");
        try (GatewayRig rig = GatewayRig.start(List.of(Checkout.find()), command -> command)) {
            GatewayRig.Subject subject = rig.subjects().getFirst();
            progress.say("Warming up");
            new Load(subject.port(), Load.Kind.SINGLE, 8, numbers, acked).run(Load.UNLIMITED,
                    Duration.ofSeconds(warmUp));
            ObjectNode result = new ObjectMapper().createObjectNode();
            for (BrokerOutage absence : BrokerOutage.values()) {
                progress.say("Kafka is " + absence.name().toLowerCase(Locale.ROOT));
                outage(rig, absence, result);
            }
            acked.look(rig.bootstrapServers());
            result.put("acked_events", acked.acked()).put("acked_and_lost", acked.lost());
            result.put("without_retry_after", withoutRetryAfter);
            ok &= acked.lost() == 0 && withoutRetryAfter == 0;
            System.out.println(result.put("ok", ok));
            return ok ? 0 : 1;
        }
    }

    private void outage(GatewayRig rig, BrokerOutage absence, ObjectNode result)
            throws IOException, InterruptedException {
        String name = absence.name().toLowerCase(Locale.ROOT);
        List<Double> then = new ArrayList<>();
        double first = -1;
        try (HttpConnection connection = new HttpConnection(rig.subjects().getFirst().port())) {
            absence.begin(rig.stack());
            long began = System.nanoTime();
            while (millisSince(began) < Duration.ofSeconds(seconds).toMillis()) {
                long asked = System.nanoTime();
                if (offer(connection) == OK) {
                    continue;
                }
                if (first < 0) {
                    first = millisSince(began);
                } else {
                    then.add(millisSince(asked));
                }
            }
            absence.end(rig.stack());
            long ended = System.nanoTime();
            while (offer(connection) != OK && millisSince(ended) < Duration.ofSeconds(PATIENCE_S).toMillis()) {
                Thread.sleep(1);
            }
            result.put(name + "_recovered_ms", Math.round(millisSince(ended)));
        }
        if (then.isEmpty()) {
            throw new IllegalStateException("Kafka was " + name + ", and the gateway did not say so");
        }
        Collections.sort(then);
        result.put(name + "_first_ms", Measurements.round(first)).put(name + "_answers", then.size());
        result.put(name + "_then_p50_ms", Measurements.round(percentile(then, 50)));
        result.put(name + "_then_p99_ms", Measurements.round(percentile(then, 99)));
        result.put(name + "_then_max_ms", Measurements.round(then.getLast()));
        result.put(name + "_then_late", then.stream().filter(millis -> millis > thenMillis).count());
        ok &= first <= firstMillis && percentile(then, 50) <= thenMillis;
    }

    /** Offers the next event once, and returns the status of the response. */
    private int offer(HttpConnection connection) throws IOException {
        long number = numbers.getAndIncrement();
        HttpConnection.Answer answer = connection.exchange(Load.Kind.SINGLE.request(number));
        if (answer.status() == OK) {
            acked.events(number, 1);
        } else if (!answer.retryAfter()) {
            withoutRetryAfter++;
        }
        return answer.status();
    }

    private static double percentile(List<Double> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOS_PER_MILLI;
    }
}
