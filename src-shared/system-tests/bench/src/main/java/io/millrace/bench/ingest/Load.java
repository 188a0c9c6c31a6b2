package io.millrace.bench.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.millrace.bench.orders.OrderEvents;
import org.jspecify.annotations.Nullable;

/**
 * Requests at times that are fixed beforehand, whatever the gateway does, over a fixed number of connections. Latency
 * counts from the time at which a request was meant to be sent: a gateway that stands still makes every request late that
 * should have gone meanwhile. What is refused is offered again at the next time, unchanged, as a client would.
 */
final class Load {
    /** As many requests as the connections carry. */
    static final double UNLIMITED = Double.POSITIVE_INFINITY;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * The requests of a load.
     *
     * @param events
     *            in a request; 1 as JSON, more as NDJSON
     * @param headers
     *            further ones, each with its line end
     */
    record Kind(int events, String headers) {
        static final Kind SINGLE = new Kind(1, "");

        byte[] request(long first) {
            return HttpConnection.request("/v1/streams/" + OrderEvents.STREAM + "/events",
                    events == 1 ? "application/json" : "application/x-ndjson", headers,
                    OrderEvents.body(first, events));
        }
    }

    /** Receives the answers of the gateway. */
    interface Acknowledged {
        Acknowledged NOT_KEPT = (first, events) -> {};

        void events(long first, int events);
    }

    private final int port;
    private final Kind kind;
    private final int connections;
    private final AtomicLong numbers;
    private final Acknowledged acknowledged;

    /**
     * @param numbers
     *            of the events, each used once
     */
    Load(int port, Kind kind, int connections, AtomicLong numbers, Acknowledged acknowledged) {
        this.port = port;
        this.kind = kind;
        this.connections = connections;
        this.numbers = numbers;
        this.acknowledged = acknowledged;
    }

    int eventsPerRequest() {
        return kind.events();
    }

    /** Sends for so long at that rate. */
    LoadResult run(double requestsPerSecond, Duration length) throws IOException, InterruptedException {
        List<Sender> senders = new ArrayList<>();
        Run run = new Run(requestsPerSecond, length);
        try {
            for (int i = 0; i < connections; i++) {
                senders.add(new Sender(run));
            }
            List<Thread> threads = senders.stream()
                    .map(sender -> Thread.ofPlatform().daemon().name("load").unstarted(sender)).toList();
            run.begin();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            return run.result.ended(run.offeredAndNotSent());
        } finally {
            for (Sender sender : senders) {
                sender.connection.close();
            }
        }
    }

    private final class Run {
        final LoadResult result;
        final AtomicLong slots = new AtomicLong();
        final double nanosPerRequest;
        final long nanos;
        long start;

        Run(double requestsPerSecond, Duration length) {
            this.result = new LoadResult(length);
            this.nanosPerRequest = NANOS_PER_SECOND / requestsPerSecond;
            this.nanos = length.toNanos();
        }

        void begin() {
            start = System.nanoTime();
        }

        /** When the next request is due, from the start; negative when there is none any more. */
        long nextDue() {
            long due = (long) (slots.getAndIncrement() * nanosPerRequest);
            return due < nanos && System.nanoTime() - start < nanos ? due : -1;
        }

        /** Requests that were due and that no connection was free for until the end. */
        long offeredAndNotSent() {
            return nanosPerRequest == 0 ? 0 : Math.max(0, (long) (nanos / nanosPerRequest) - slots.get());
        }
    }

    private final class Sender implements Runnable {
        private final Run run;
        private HttpConnection connection;

        Sender(Run run) throws IOException {
            this.run = run;
            this.connection = new HttpConnection(port);
        }

        @Override
        public void run() {
            long first = 0;
            byte[] request = null;
            for (long due = run.nextDue(); due >= 0; due = run.nextDue()) {
                if (request == null) {
                    first = numbers.getAndAdd(kind.events());
                    request = kind.request(first);
                }
                sleepUntil(run.start + due);
                HttpConnection.@Nullable Answer answer = exchange(request);
                run.result.add(System.nanoTime() - run.start, due, answer, kind.events());
                if (answer != null && LoadResult.isStored(answer)) {
                    acknowledged.events(first, kind.events());
                    request = null;
                }
            }
        }

        private HttpConnection.@Nullable Answer exchange(byte[] request) {
            try {
                return connection.exchange(request);
            } catch (IOException broken) {
                run.result.broke(broken);
                reconnect();
                return null;
            }
        }

        private void reconnect() {
            try {
                connection.close();
                connection = new HttpConnection(port);
            } catch (IOException gone) {
                run.result.broke(gone);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }

        private static void sleepUntil(long time) {
            for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
