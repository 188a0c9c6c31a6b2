package io.millrace.bench.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A persistent HTTP/1.1 connection to the gateway, one request at a time, with minimal cost. */
final class HttpConnection implements AutoCloseable {
    /**
     * A response.
     *
     * @param status
     *            the HTTP status
     * @param retryAfter
     *            whether it says when to come again
     */
    record Answer(int status, boolean retryAfter) {}

    private static final int TIMEOUT_MS = 30_000;
    private static final int MAX_HEAD = 16 * 1_024;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] buffer = new byte[256 * 1_024];
    private int filled;

    HttpConnection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
        in = socket.getInputStream();
    }

    /** A whole POST request of the body. */
    static byte[] request(String path, String contentType, String moreHeaders, byte[] body) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + contentType + "\r\n"
                + moreHeaders + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** Sends a request and reads the answer to its end. */
    Answer exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        filled = 0;
        int headEnd = readHead();
        String head = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int status = Integer.parseInt(head.substring("http/1.1 ".length(), "http/1.1 ".length() + 3));
        long left = contentLength(head, status) - (filled - headEnd);
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the answer ended early");
            }
            left -= read;
        }
        return new Answer(status, head.contains("\r\nretry-after:"));
    }

    private int readHead() throws IOException {
        for (int from = 0; filled < MAX_HEAD;) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new EOFException("the connection was closed before an answer");
            }
            filled += read;
            for (int i = Math.max(3, from); i < filled; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                    return i + 1;
                }
            }
            from = filled - 3;
        }
        throw new IOException("the answer's headers have no end");
    }

    private static long contentLength(String head, int status) throws IOException {
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            if (status == 204) {
                return 0;
            }
            throw new IOException("an answer of " + status + " does not say how long it is");
        }
        int from = at + "\r\ncontent-length:".length();
        return Long.parseLong(head.substring(from, head.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
