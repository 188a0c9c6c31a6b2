package io.millrace.table.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Fingerprints of what was stored. */
final class Digests {
    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static byte[] sha256(byte[] content) {
        return sha256().digest(content);
    }
}
