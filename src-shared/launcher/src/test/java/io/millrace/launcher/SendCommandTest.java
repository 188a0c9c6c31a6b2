package io.millrace.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} to a server that answers every request with 200. */
class SendCommandTest {
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private String url;
    private volatile String answer = "";

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anAnswerThatNoGatewayGivesStoresNothing() throws IOException {
        for (String other : new String[]{"", "<html>", "{\"status\": \"UP\"}", "[]"}) {
            answer = other;
            err.getBuffer().setLength(0);

            assertEquals(1, send());
            assertEquals(
                    "millrace: " + url + " answered with 200, but not as a gateway does: the request with the events"
                            + " from line 1 of " + folder.resolve("event.json")
                            + " is not known to be stored. Name the address of the gateway with --url."
                            + System.lineSeparator(),
                    err.toString());
        }
    }

    @Test
    void theAcknowledgementOfAGatewayIsBelieved() throws IOException {
        answer = "{\"accepted\": 1, \"quarantined\": 0}";

        assertEquals(0, send(), err::toString);
    }

    private int send() throws IOException {
        Path event = Files.writeString(folder.resolve("event.json"), "{}");
        return Launcher.commandLine().setErr(new PrintWriter(err, true)).execute("send", event.toString(), "--stream",
                "visits", "--url", url);
    }
}
