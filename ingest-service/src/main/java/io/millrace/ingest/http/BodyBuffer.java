package io.millrace.ingest.http;

import java.util.Arrays;

import io.vertx.core.buffer.Buffer;

/** The bytes of a body as they arrive. */
final class BodyBuffer {
    private byte[] bytes;
    private int length;

    /**
     * @param expected
     *            how many; when it is right nothing is copied twice
     */
    BodyBuffer(int expected) {
        this.bytes = new byte[expected];
    }

    int length() {
        return length;
    }

    void add(Buffer chunk) {
        if (chunk.length() > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + chunk.length()));
        }
        chunk.getBytes(bytes, length);
        length += chunk.length();
    }

    /** Gives them away. */
    byte[] take() {
        byte[] all = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = new byte[0];
        length = 0;
        return all;
    }
}
