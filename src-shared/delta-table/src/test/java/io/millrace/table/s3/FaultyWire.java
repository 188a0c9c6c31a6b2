package io.millrace.table.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.devstack.s3.S3Server;

/** An HTTP proxy that counts requests and does to some of them what networks and loaded servers do. */
public final class FaultyWire implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

    /** What befalls a request. */
    public enum Fault {
        /** The server does it, and the connection breaks before the answer. */
        ANSWER_LOST,
        /** The server does it, and nothing is ever heard of it. */
        SILENCE,
        /** The server refuses it because of another request for the same name. */
        CONFLICT,
        /** The server is overloaded. */
        UNAVAILABLE,
        /** The server refuses the credentials. */
        FORBIDDEN,
        /** The server finds the name taken. */
        TAKEN,
        /** The server knows no such upload, any more. */
        NO_SUCH_UPLOAD
    }

    private record Armed(Fault fault, String requestLine) {}

    private record Delay(Duration longer, String requestLine) {}

    /** Counts some of the requests that wait for their answer. */
    public static final class Watch {
        private final String requestLine;
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        private Watch(String requestLine) {
            this.requestLine = requestLine;
        }

        /** How many of them waited at the same time, at most. */
        public int most() {
            return most.get();
        }
    }

    private final ServerSocket socket;
    private final int serverPort;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Armed> armed = new CopyOnWriteArrayList<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicLong answeredBytes = new AtomicLong();
    private volatile Delay delay = new Delay(Duration.ZERO, "");
    private final CountDownLatch closed = new CountDownLatch(1);

    public FaultyWire(int serverPort) throws IOException {
        this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        Thread.ofVirtual().start(this::accept);
    }

    public URI endpoint() {
        return S3Server.endpoint(socket.getLocalPort());
    }

    /** The next requests whose first line matches, as many as given, meet this fault. */
    public void arm(Fault fault, String requestLine, int times) {
        for (int i = 0; i < times; i++) {
            armed.add(new Armed(fault, requestLine));
        }
    }

    /** From now on the answers to requests whose first line matches take so much longer, as from a server far away. */
    public void roundTrip(Duration longer, String requestLine) {
        delay = new Delay(longer, requestLine);
    }

    /** Watches the requests whose first line matches. */
    public Watch watch(String requestLine) {
        Watch watch = new Watch(requestLine);
        watches.add(watch);
        return watch;
    }

    /** Bytes of all answers since {@link #forget}, heads included. */
    public long answeredBytes() {
        return answeredBytes.get();
    }

    /** The first lines of all requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void forget() {
        requests.clear();
        answeredBytes.set(0);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String requestLine = head.substring(0, head.indexOf('\r'));
            Matcher length = LENGTH.matcher(head);
            byte[] body = client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            requests.add(requestLine);
            Optional<Fault> fault = faultOf(requestLine);
            if (fault.isEmpty()) {
                client.getOutputStream().write(answer(requestLine, head, body));
                return;
            }
            switch (fault.get()) {
                case ANSWER_LOST -> forward(head, body);
                case SILENCE -> {
                    forward(head, body);
                    closed.await();
                }
                case CONFLICT -> refuse(client, "409 Conflict", "ConditionalRequestConflict");
                case UNAVAILABLE -> refuse(client, "503 Slow Down", "SlowDown");
                case FORBIDDEN -> refuse(client, "403 Forbidden", "AccessDenied");
                case TAKEN -> refuse(client, "412 Precondition Failed", "PreconditionFailed");
                case NO_SUCH_UPLOAD -> refuse(client, "404 Not Found", "NoSuchUpload");
            }
        } catch (IOException | InterruptedException e) {
            return; // the client sees its connection closed
        }
    }

    private byte[] answer(String requestLine, String head, byte[] body) throws IOException, InterruptedException {
        List<Watch> watching = watches.stream().filter(watch -> requestLine.matches(watch.requestLine)).toList();
        watching.forEach(watch -> watch.most.accumulateAndGet(watch.now.incrementAndGet(), Math::max));
        try {
            Delay asked = delay;
            if (requestLine.matches(asked.requestLine())) {
                Thread.sleep(asked.longer());
            }
            byte[] answer = forward(head, body);
            answeredBytes.addAndGet(answer.length);
            return answer;
        } finally {
            watching.forEach(watch -> watch.now.decrementAndGet());
        }
    }

    private Optional<Fault> faultOf(String requestLine) {
        for (Armed candidate : armed) {
            if (requestLine.matches(candidate.requestLine()) && armed.remove(candidate)) {
                return Optional.of(candidate.fault());
            }
        }
        return Optional.empty();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
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
            return server.getInputStream().readAllBytes();
        }
    }

    private static void refuse(Socket client, String status, String code) throws IOException {
        String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
        client.getOutputStream().write(("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Type: application/xml"
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
