package io.millrace.contracts.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.Avsc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegistryTimeoutTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final ServerSocket socket;
    private final String url;
    private final ContractRegistry registry;

    RegistryTimeoutTest() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        url = "http://localhost:" + socket.getLocalPort() + "/apis/registry/v3";
        registry = new ApicurioContractRegistry(url, LIMIT);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{\"count\""})
    void registryThatStopsInTheMiddleOfAnAnswerIsGivenUp(String answer) throws Exception {
        // given
        var connection = CompletableFuture.supplyAsync(() -> acceptAndAnswer(answer));
        // when
        var thrown = assertThrows(RegistryUnavailableException.class, registry::streams);
        // then
        assertEquals("Could not list the streams at the registry " + url
                + " (java.io.IOException: the request had no complete response within 300 ms). Check that it runs and that"
                + " millrace.registry.url names it; the call is safe to repeat.", thrown.getMessage());
        try (Socket held = connection.get(10, TimeUnit.SECONDS)) {
            assertTrue(isClosedByPeer(held), "the given up request must not keep its connection");
        }
    }

    @Test
    void aReadingWithoutAResponseIsRepeatedOnce() throws Exception {
        var silent = CompletableFuture.supplyAsync(() -> acceptAndAnswer(""));
        var answering = silent
                .thenApplyAsync(first -> acceptAndAnswer("HTTP/1.1 200 OK\r\nContent-Type: application/json"
                        + "\r\nContent-Length: 26\r\n\r\n{\"count\":0,\"artifacts\":[]}"));

        assertEquals(Map.of(), registry.streams());

        silent.get(10, TimeUnit.SECONDS).close();
        answering.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void registeringAndReadingAreLimitedToo() {
        var stream = new StreamName("orders");
        assertThrows(RegistryUnavailableException.class, () -> registry.versions(stream));
        assertThrows(RegistryUnavailableException.class, () -> registry.register(stream, Avsc.of()));
    }

    @Test
    void nobodyListeningIsTheSameKindOfError() throws Exception {
        socket.close();
        var thrown = assertThrows(RegistryUnavailableException.class, registry::streams);
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains(url) && message.contains("ConnectException"), message);
    }

    @Test
    void answerOfSomethingElseThanARegistryIsNoListOfStreams() throws Exception {
        // given
        var connection = CompletableFuture.supplyAsync(() -> acceptAndAnswer("HTTP/1.1 204 No Content\r\n\r\n"));
        // when
        var thrown = assertThrows(RegistryUnavailableException.class, registry::streams);
        // then
        assertTrue(String.valueOf(thrown.getMessage()).contains("the response is empty"), thrown::getMessage);
        connection.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void interruptEndsTheCallAndStays() throws Exception {
        // given
        var patient = new ApicurioContractRegistry(url, Duration.ofHours(1));
        var interrupted = new CompletableFuture<Boolean>();
        var caller = Thread.ofPlatform().start(() -> {
            assertThrows(RegistryUnavailableException.class, patient::streams);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        try (Socket held = socket.accept()) {
            // when
            caller.interrupt();
            // then
            assertTrue(interrupted.get(10, TimeUnit.SECONDS));
            assertTrue(isClosedByPeer(held));
        }
    }

    private Socket acceptAndAnswer(String answer) {
        try {
            Socket accepted = socket.accept();
            accepted.getOutputStream().write(answer.getBytes(US_ASCII));
            accepted.getOutputStream().flush();
            return accepted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isClosedByPeer(Socket connection) throws IOException {
        connection.setSoTimeout(10_000);
        try {
            connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }
}
