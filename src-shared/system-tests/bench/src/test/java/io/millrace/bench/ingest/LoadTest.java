package io.millrace.bench.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private final AtomicInteger requests = new AtomicInteger();
    private final List<Long> acked = new ArrayList<>();
    private HttpServer server;

    private interface Gateway {
        int status(int request) throws InterruptedException;
    }

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aStandstillMakesEveryRequestLateThatWasDueMeanwhile() throws Exception {
        // given
        Load load = load(request -> {
            if (request == 0) {
                Thread.sleep(500);
            }
            return 200;
        });
        // when
        LoadResult result = load.run(100, Duration.ofSeconds(1));
        // then: half of all were due while the server stood still, each later than the one after it
        assertTrue(result.percentileMillis(80) > 100, "p80 is " + result.percentileMillis(80) + " ms");
    }

    @Test
    void whatIsRefusedIsOfferedAgainUnchangedUntilItIsStored() throws Exception {
        // given
        Load load = load(request -> request % 3 == 2 ? 200 : 503);
        // when
        LoadResult result = load.run(1_000, Duration.ofSeconds(1));
        // then
        long stored = result.statuses().getOrDefault(200, 0L);
        assertTrue(stored > 0);
        assertEquals(stored, acked.size());
        for (int i = 0; i < acked.size(); i++) {
            assertEquals(i, acked.get(i));
        }
        assertEquals(result.statuses().getOrDefault(503, 0L), result.withoutRetryAfter(),
                "this server does not say when");
        assertEquals(result.answered() - stored, result.failed());
    }

    private Load load(Gateway gateway) {
        server.createContext("/", exchange -> answer(exchange, gateway));
        server.start();
        return new Load(server.getAddress().getPort(), Load.Kind.SINGLE, 1, new AtomicLong(),
                (first, events) -> acked.add(first));
    }

    private void answer(HttpExchange exchange, Gateway gateway) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            int status = gateway.status(requests.getAndIncrement());
            assertTrue(body.length > 0);
            exchange.getResponseHeaders().putAll(Map.of("Content-Type", List.of("application/json")));
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }
}
