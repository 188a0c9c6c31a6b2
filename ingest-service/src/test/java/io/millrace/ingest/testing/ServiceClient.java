package io.millrace.ingest.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.smallrye.config.Config;

/** A plain HTTP client on one address, and raw sockets for what no client would send. */
public final class ServiceClient implements AutoCloseable {
    private final URI base;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServiceClient(String setting) {
        this.base = URI.create(Config.get().getValue(setting, String.class));
    }

    /** To the public port of the service under test. */
    public static ServiceClient ofService() {
        return new ServiceClient("test.url");
    }

    /** To its management port. */
    public static ServiceClient ofManagement() {
        return new ServiceClient("test.management.url");
    }

    public HttpResponse<String> post(String path, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /**
     * Creates a stream, or adds a version to its contract; once more after a 503, as on a busy machine the registry may take
     * longer than the service waits.
     *
     * @param stream
     *            its name, and the query of the request when there is one
     */
    public HttpResponse<String> putStream(String stream, String avsc, String... headers)
            throws IOException, InterruptedException {
        HttpResponse<String> response = putOnce(stream, avsc, headers);
        return response.statusCode() == 503 ? putOnce(stream, avsc, headers) : response;
    }

    private HttpResponse<String> putOnce(String stream, String avsc, String... headers)
            throws IOException, InterruptedException {
        return send(request("/v1/streams/" + stream, headers).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(avsc)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Sends the head and nothing else, and reads the answer's head and body. */
    public String raw(String head) throws IOException {
        return raw(head, 1);
    }

    /** Sends a head, waits for the interim answer, sends the body, and reads the answer; both answers. */
    public String afterContinue(String head, String body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            String interim = answer(socket.getInputStream());
            socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            return interim + answer(socket.getInputStream());
        }
    }

    /** Sends the bytes and nothing else, and reads one answer. */
    public String exactly(byte[] request) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request);
            return answer(socket.getInputStream());
        }
    }

    /** Sends the text as it is, with an empty line after it, and reads a number of answers. */
    public String raw(String head, int answers) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            StringBuilder read = new StringBuilder();
            for (int i = 0; i < answers; i++) {
                read.append(answer(socket.getInputStream()));
            }
            return read.toString();
        }
    }

    /** Sends the text as it is and nothing more, and reads until the service closes the connection. */
    public String untilClosed(String text) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Sends a chunked body of as many bytes as are taken, at most {@code limit}, and reads the answer. */
    public String rawChunked(String path, long limit) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            for (long sent = 0; sent < limit; sent += 0x10000) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return answer(socket.getInputStream());
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        int headEnd = -1;
        int length = 0;
        while (headEnd < 0 || answer.length() < headEnd + length) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            answer.append((char) next);
            if (headEnd < 0 && answer.length() >= 4 && answer.substring(answer.length() - 4).equals("\r\n\r\n")) {
                headEnd = answer.length();
                length = answer.toString().lines().filter(l -> l.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                        .mapToInt(l -> Integer.parseInt(l.substring(15).strip())).findFirst().orElse(0);
            }
        }
        return answer.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
