package io.millrace.bench.chaos.fault;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP proxy in front of an S3 server, which does to requests what a loaded one does. One connection carries one request. */
public final class StorageLink implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int BACKLOG = 200;

    private final ServerSocket socket;
    private final int serverPort;
    private final SplittableRandom random;
    private final AtomicLong met = new AtomicLong();
    private volatile Weather weather = Weather.FAIR;

    /** What befalls requests. */
    private enum Weather {
        FAIR,
        /** Each is answered with 503, and not done. */
        UNAVAILABLE,
        /** Every second one that changes something is done, and answered with 500. */
        FAILING_AFTERWARDS,
        /** Each is done half a second to two seconds later. */
        SLOW
    }

    /**
     * Opens one on this machine.
     *
     * @param random
     *            chooses among the requests
     */
    public StorageLink(int port, int serverPort, SplittableRandom random) throws IOException {
        this.socket = new ServerSocket();
        this.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        this.serverPort = serverPort;
        this.random = random;
        Thread.ofVirtual().start(this::accept);
    }

    void refuse() {
        weather = Weather.UNAVAILABLE;
    }

    void failAfterwards() {
        weather = Weather.FAILING_AFTERWARDS;
    }

    void slow() {
        weather = Weather.SLOW;
    }

    /** How many requests failed or were slow so far. */
    long met() {
        return met.get();
    }

    void heal() {
        weather = Weather.FAIR;
    }

    private void accept() {
        while (true) {
            Socket client;
            try {
                client = socket.accept();
            } catch (IOException closed) {
                return;
            }
            Thread.ofVirtual().start(() -> serve(client));
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            Matcher length = LENGTH.matcher(head);
            byte[] body = client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            client.getOutputStream().write(answer(head, body));
        } catch (IOException ended) {
            return; // The client, or the server, is gone: the client sees the end of its connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] answer(String head, byte[] body) throws IOException, InterruptedException {
        return switch (weather) {
            case FAIR -> forward(head, body);
            case UNAVAILABLE -> {
                met.incrementAndGet();
                yield error("503 Service Unavailable", "SlowDown");
            }
            case FAILING_AFTERWARDS -> {
                byte[] answer = forward(head, body);
                if (!isChange(head) || draw(2) != 0) {
                    yield answer;
                }
                met.incrementAndGet();
                yield error("500 Internal Server Error", "InternalError");
            }
            case SLOW -> {
                met.incrementAndGet();
                Thread.sleep(500 + draw(1_500));
                yield forward(head, body);
            }
        };
    }

    private static boolean isChange(String head) {
        return head.startsWith("PUT ") || head.startsWith("POST ") || head.startsWith("DELETE ");
    }

    private int draw(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 2) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the end of a connection before that of a request");
            }
            head.write(next);
            ending = next == '\n' ? ending + 1 : next == '\r' ? ending : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** One connection for one request, so that the end of the connection is the end of the answer. */
    private byte[] forward(String head, byte[] body) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            String closing = head.replaceFirst("(?im)^connection:.*\r\n", "").replaceFirst("\r\n",
                    "\r\nConnection: close\r\n");
            server.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
            server.getOutputStream().write(body);
            server.getOutputStream().flush();
            return closing(server.getInputStream().readAllBytes());
        }
    }

    /** Says that the connection ends with this answer, so that no client keeps it for another request. */
    private static byte[] closing(byte[] answer) {
        int line = 0;
        while (line < answer.length && answer[line] != '\n') {
            line++;
        }
        if (line == answer.length) {
            return answer;
        }
        ByteArrayOutputStream closing = new ByteArrayOutputStream(answer.length + CLOSE.length);
        closing.write(answer, 0, line + 1);
        closing.writeBytes(CLOSE);
        closing.write(answer, line + 1, answer.length - line - 1);
        return closing.toByteArray();
    }

    private static byte[] error(String status, String code) {
        String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
        return ("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Type: application/xml\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
