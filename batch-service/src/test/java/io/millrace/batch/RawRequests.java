package io.millrace.batch;

import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * Sends requests that no client library would send, as one with a malformed target.
 *
 * @param port
 *            the address of the port
 */
record RawRequests(URL port) {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The response to a request without a body, as text. */
    String send(String method, String target, String... headers) {
        return exchange(method + " " + target + " HTTP/1.1\r\n" + lines(headers) + "\r\n");
    }

    /** The response to a form, as text. */
    String form(String target, String body, String... headers) {
        return exchange("POST " + target + " HTTP/1.1\r\nContent-Type: " + FORM + "\r\nContent-Length: " + body.length()
                + "\r\n" + lines(headers) + "\r\n" + body);
    }

    private static String lines(String... headers) {
        return "Host: localhost\r\nConnection: close\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
    }

    private String exchange(String request) {
        try (Socket socket = new Socket(port.getHost(), port.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(request, e);
        }
    }
}
