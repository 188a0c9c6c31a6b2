package io.millrace.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code slo} against services that answer and such that do not. */
class SloCommandTest {
    private static final int AWAY = 3;
    private static final String METRICS = """
            millrace_slo_judged_total{slo="lag",stream="order"} 100.0
            millrace_slo_missed_total{slo="lag",stream="order"} %s
            millrace_slo_objective{slo="lag",stream="order"} 0.99
            millrace_slo_threshold{slo="lag",stream="order"} 300.0
            """;

    private final List<HttpServer> servers = new ArrayList<>();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void aServiceThatDoesNotAnswerIsNamedAndHasItsOwnExitCode() throws IOException {
        String gone = gone();

        assertEquals(AWAY, slo(service("0.0"), gone));
        assertTrue(err.toString().startsWith("millrace: The metrics of " + gone + " "), err::toString);
        assertEquals(AWAY, slo(gone));
        assertEquals(0, slo(service("0.0")));
    }

    @Test
    void anObjectiveThatIsMissedIsSaidAlsoWhileAnotherServiceIsAway() throws IOException {
        assertEquals(1, slo(service("50.0"), gone()));
        assertEquals(1, slo(service("50.0")));
    }

    @Test
    void aPageWithoutMetricsOfMillraceIsNoService() throws IOException {
        for (String page : new String[]{"{\"status\": \"UP\"}", "", "jvm_threads_live_threads 3.0\n"}) {
            err.getBuffer().setLength(0);
            String other = server(page);

            assertEquals(AWAY, slo(other));
            assertEquals(
                    "millrace: What " + other + " answers has no metric of Millrace. Name the address of the metrics"
                            + " of a service, such as http://127.0.0.1:9001/metrics." + System.lineSeparator(),
                    err.toString());
            assertEquals(1, slo(service("50.0"), other));
        }
    }

    private int slo(String... addresses) {
        List<String> arguments = new ArrayList<>(List.of("slo"));
        List.of(addresses).forEach(address -> arguments.addAll(List.of("--metrics", address)));
        return Launcher.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.toArray(new String[0]));
    }

    private String service(String missed) throws IOException {
        return server(METRICS.formatted(missed));
    }

    private String server(String text) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servers.add(server);
        byte[] page = text.getBytes(StandardCharsets.UTF_8);
        server.createContext("/metrics", exchange -> {
            exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return address(server);
    }

    /** The address of a service that has ended. */
    private String gone() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = address(server);
        server.stop(0);
        return address;
    }

    private static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/metrics";
    }
}
