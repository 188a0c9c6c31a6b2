package io.millrace.bench.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpServer;
import io.millrace.devstack.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server here keeps what is put, and answers a second put of a name with 412. */
class StorageLinkTest {
    private static final int REQUESTS = 40;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final int port = Ports.free();
    private HttpServer server;
    private StorageLink link;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean isGet = exchange.getRequestMethod().equals("GET");
            byte[] answer = isGet ? stored.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8) : new byte[0];
            int status = isGet || stored.putIfAbsent(name, new String(body, StandardCharsets.UTF_8)) == null
                    ? 200
                    : 412;
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        link = new StorageLink(port, server.getAddress().getPort(), new SplittableRandom(1));
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.stop(0);
        http.close();
    }

    @Test
    void requestsPass() throws IOException, InterruptedException {
        assertEquals(200, put("a").statusCode());
        assertEquals(412, put("a").statusCode());
        assertEquals("content of a", get("a").body());
    }

    @Test
    void aRefusedRequestIsNotDone() throws IOException, InterruptedException {
        link.refuse();
        assertEquals(503, put("a").statusCode());
        assertEquals(503, get("a").statusCode());
        assertTrue(stored.isEmpty(), stored::toString);

        link.heal();
        assertEquals(200, put("a").statusCode());
    }

    @Test
    void aChangeThatFailsAfterwardsIsDone() throws IOException, InterruptedException {
        link.failAfterwards();
        int failed = 0;
        for (int number = 0; number < REQUESTS; number++) {
            failed += put("a" + number).statusCode() == 500 ? 1 : 0;
            assertEquals(200, get("a" + number).statusCode(), "reads do not fail");
        }

        assertEquals(REQUESTS, stored.size());
        assertTrue(failed > REQUESTS / 4 && failed < REQUESTS * 3 / 4, failed + " failed");
    }

    @Test
    void aSlowRequestIsDoneLater() throws IOException, InterruptedException {
        link.slow();
        long start = System.nanoTime();
        assertEquals(200, put("a").statusCode());

        assertTrue(System.nanoTime() - start >= 500_000_000, "as fast as without");
    }

    private HttpResponse<String> put(String name) throws IOException, InterruptedException {
        return http.send(request(name).PUT(HttpRequest.BodyPublishers.ofString("content of " + name)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String name) throws IOException, InterruptedException {
        return http.send(request(name).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String name) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + name));
    }
}
