package io.millrace.bench.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import io.millrace.devstack.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server here sends back every byte. */
class LinkTest {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 200;

    private final int port = Ports.free();
    private ServerSocket server;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                Socket client;
                try {
                    client = server.accept();
                } catch (IOException closed) {
                    return;
                }
                Thread.ofVirtual().start(() -> echo(client));
            }
        });
        link = new Link("link", ProcessRole.BROKER, port, server.getLocalPort());
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException reset) {
            return;
        }
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void bytesPassBothWays() throws IOException {
        try (Socket client = client()) {
            assertEquals('a', answer(client, 'a'));
        }
    }

    @Test
    void whatMeetsAFaultIsCountedAndNothingElse() throws IOException {
        try (Socket client = client()) {
            assertEquals('a', answer(client, 'a'));
            assertEquals(0, link.met());

            link.slow(1, 1_000_000);
            assertEquals(0, link.met());
            assertEquals('b', answer(client, 'b'));
            long slowed = link.met();
            assertTrue(slowed >= 2, "a request and its answer, not " + slowed);

            link.cut();
            assertEquals(slowed + 1, link.met());
        }
    }

    @Test
    void aCutThatNoConnectionMeetsCountsNothing() {
        link.cut();

        assertEquals(0, link.met());
    }

    @Test
    void aCutLinkResetsWhatIsOpenAndRefusesWhatIsNew() throws IOException {
        try (Socket client = client()) {
            assertEquals('a', answer(client, 'a'));

            link.cut();

            assertThrows(SocketException.class, () -> answer(client, 'b'));
            assertThrows(SocketException.class, this::client);
        }
        link.heal();
        try (Socket client = client()) {
            assertEquals('c', answer(client, 'c'));
        }
    }

    @Test
    void aSilentLinkSwallowsBytesAndTheConnectionIsNeverHeardOfAgain() throws IOException {
        try (Socket client = client(); Socket unused = client()) {
            assertEquals('a', answer(client, 'a'));
            assertEquals('a', answer(unused, 'a'));

            link.silence();
            assertIsSilent(client);
            link.heal();

            assertIsSilent(client);
            assertEquals('b', answer(unused, 'b'));
        }
    }

    @Test
    void aSilentLinkAcceptsConnections() throws IOException {
        link.silence();
        try (Socket client = client()) {
            assertIsSilent(client);
        }
    }

    @Test
    void aSlowLinkDelaysEveryPiece() throws IOException {
        try (Socket client = client()) {
            assertEquals('a', answer(client, 'a'));
            link.slow(100, 1_000);

            long start = System.nanoTime();
            assertEquals('b', answer(client, 'b'));

            // there and back, each 100 ms and a millisecond for its byte
            assertTrue(System.nanoTime() - start >= 202_000_000, "as fast as without");
        }
    }

    @Test
    void aServerThatIsAwayResetsTheClient() throws IOException {
        server.close();
        try (Socket client = client()) {
            assertThrows(SocketException.class, () -> answer(client, 'a'));
        }
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    /** The byte that came back; a connection without one was reset. */
    private static int answer(Socket client, char sent) throws IOException {
        client.getOutputStream().write(sent);
        int back = client.getInputStream().read();
        if (back < 0) {
            throw new SocketException("the end of the connection");
        }
        return back;
    }

    private static void assertIsSilent(Socket client) throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> answer(client, 'x'));
        client.setSoTimeout(PATIENCE_MILLIS);
    }
}
