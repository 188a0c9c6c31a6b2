package io.millrace.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.millrace.bench.chaos.fault.Load;
import io.millrace.bench.chaos.history.AckedRecords;
import io.millrace.bench.chaos.history.Certainty;
import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.bench.chaos.history.SentEvents;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;

/**
 * Sends requests to the gateways at a steady rate, and records the certainty of each. Most of what was not acknowledged is
 * sent again, unchanged, as a client would; the rest is left as it is. One request in forty holds an invalid event.
 */
final class ChaosLoad implements Load, AutoCloseable {
    /** The events of a request. */
    static final int BATCH = 20;
    private static final int SENDERS = 8;
    /** Fewer than the senders, so that a suspended gateway does not hold all of them. */
    private static final int REQUESTS_PER_GATEWAY = 4;
    private static final int INVALID_ONE_IN = 40;
    private static final int PERCENT = 100;
    private static final int SENT_AGAIN = 70;
    private static final long MOST_BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String NOT_STORED = "\"outcome\":\"not_stored\"";

    private final List<Lane> lanes;
    private final EventDraw draw;
    private final SentEvents sent;
    private final AckedRecords acked;
    private final Discrepancies found;
    private final long interval;
    private final SplittableRandom random;
    private final Queue<List<ChaosEvent>> again = new ConcurrentLinkedQueue<>();
    private final List<Thread> senders = new ArrayList<>();
    private long due = System.nanoTime();
    private int invalid;
    private int factor = 1;
    private volatile boolean ended;

    /**
     * A gateway.
     *
     * @param accepted
     *            when the youngest request began that it has acknowledged, by {@link System#nanoTime()}
     */
    private record Lane(String name, GatewayClient gateway, Semaphore free, AtomicLong accepted) {
        Lane(String name, GatewayClient gateway) {
            this(name, gateway, new Semaphore(REQUESTS_PER_GATEWAY), new AtomicLong(Long.MIN_VALUE));
        }

        void accepted(long begun) {
            accepted.accumulateAndGet(begun, (before, now) -> before == Long.MIN_VALUE || now - before > 0
                    ? now
                    : before);
        }

        boolean hasAccepted(long since) {
            long begun = accepted.get();
            return begun != Long.MIN_VALUE && begun - since >= 0;
        }
    }

    /**
     * @param rate
     *            events a second
     */
    ChaosLoad(List<GatewayClient> gateways, EventDraw draw, SentEvents sent, AckedRecords acked, Discrepancies found,
            int rate, SplittableRandom random) {
        this.lanes = IntStream.range(0, gateways.size())
                .mapToObj(i -> new Lane(ChaosSystem.gateway(i + 1), gateways.get(i))).toList();
        this.draw = draw;
        this.sent = sent;
        this.acked = acked;
        this.found = found;
        this.interval = TimeUnit.SECONDS.toNanos(1) * BATCH / rate;
        this.random = random;
    }

    void start() {
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofPlatform().daemon().name("chaos-load")
                    .uncaughtExceptionHandler((t, e) -> found.add(Discrepancy.SUITE, t.getName() + " failed: " + e))
                    .start(this::send));
        }
    }

    private void send() {
        while (!ended) {
            long at = nextDue();
            for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Optional<Lane> lane = lane();
            if (lane.isEmpty()) {
                LockSupport.parkNanos(BUSY_NANOS);
                continue;
            }
            try {
                if (dice(INVALID_ONE_IN) == 0) {
                    offerInvalid(lane.get().gateway());
                } else {
                    List<ChaosEvent> events = again.poll();
                    offer(lane.get(), events == null ? draw.draw(BATCH) : events);
                }
            } finally {
                lane.get().free().release();
            }
        }
    }

    private synchronized long nextDue() {
        due = Math.max(due + interval / factor, System.nanoTime() - MOST_BEHIND_NANOS);
        return due;
    }

    @Override
    public synchronized void multiply(int times) {
        factor = times;
    }

    private synchronized int dice(int sides) {
        return random.nextInt(sides);
    }

    private Optional<Lane> lane() {
        int first = dice(lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get((first + i) % lanes.size());
            if (lane.free().tryAcquire()) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    /** The gateways that have acknowledged no request that began at this time, by {@link System#nanoTime()}, or later. */
    List<String> notAccepting(long nanos) {
        return lanes.stream().filter(lane -> !lane.hasAccepted(nanos)).map(Lane::name).toList();
    }

    private void offer(Lane lane, List<ChaosEvent> events) {
        long begun = System.nanoTime();
        Certainty certainty = certainty(lane.gateway(), events);
        if (certainty == Certainty.ACKED) {
            lane.accepted(begun);
        }
        if (certainty != Certainty.ACKED && dice(PERCENT) < SENT_AGAIN) {
            again.add(events);
        }
    }

    private Certainty certainty(GatewayClient gateway, List<ChaosEvent> events) {
        Certainty certainty = Certainty.IN_DOUBT;
        try {
            GatewayClient.Answer answer = gateway.offer(ChaosSystem.STREAM.value(), GatewayClient.NDJSON,
                    ChaosEvent.lines(events));
            certainty = certainty(answer);
            if (certainty != Certainty.ACKED) {
                record(events, certainty, EventAnswer.of(answer.body()));
            } else {
                sent.record(events, certainty);
                Acknowledgement.of(answer.body())
                        .forEach(one -> acked.acked(events.get(one.index()), one.partition(), one.offset()));
            }
        } catch (LauncherException noAnswer) {
            sent.record(events, certainty);
        }
        return certainty;
    }

    /** A problem may say of single events that they are stored, or not. */
    private void record(List<ChaosEvent> events, Certainty others, Map<Integer, EventAnswer> answers) {
        for (int i = 0; i < events.size(); i++) {
            ChaosEvent event = events.get(i);
            EventAnswer answer = answers.getOrDefault(i, new EventAnswer(others, Optional.empty()));
            sent.record(List.of(event), answer.certainty());
            answer.at().ifPresent(at -> acked.acked(event, at.partition(), at.offset()));
        }
    }

    private Certainty certainty(GatewayClient.Answer answer) {
        if (answer.stored()) {
            return Certainty.ACKED;
        }
        if (answer.refused()) {
            found.add(Discrepancy.VALID_REFUSED, answer.status() + " " + answer.body());
        }
        return answer.refused() || answer.body().contains(NOT_STORED) ? Certainty.FAILED : Certainty.IN_DOUBT;
    }

    private void offerInvalid(GatewayClient gateway) {
        String body = invalid();
        try {
            if (gateway.offer(ChaosSystem.STREAM.value(), GatewayClient.JSON, body).stored()) {
                found.add(Discrepancy.INVALID_STORED, body);
            }
        } catch (LauncherException noAnswer) {
            // The check of the rows decides: no request but this one has the event's id.
        }
    }

    private synchronized String invalid() {
        String key = "invalid-" + invalid;
        List<String> tails = List.of("}", ", \"amount\": \"many\"}", ", \"amount\": -1}", ", \"amount\": 1",
                ", \"amount\": 1, \"surplus\": true}");
        return String.format(Locale.ROOT, "{\"pk\": \"%s\", \"event_id\": \"%s\", \"event_time\": 1770120000000000%s",
                key, key, tails.get(invalid++ % tails.size()));
    }

    /** Ends the load; returns when every request has its answer, or none in time. */
    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }
}
