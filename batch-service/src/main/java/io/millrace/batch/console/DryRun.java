package io.millrace.batch.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The last dry run of a session, so that a redrive is for the letters and the patch that its person has seen the outcomes of.
 * Keeps a digest alone. Safe for several threads.
 */
final class DryRun {
    private volatile String last = "";

    /**
     * Remembers a dry run in place of the one before.
     *
     * @param request
     *            the stream, the letters and the patch
     */
    void of(String request) {
        last = digest(request);
    }

    /** Whether the last dry run was for this request. */
    boolean isOf(String request) {
        return digest(request).equals(last);
    }

    /** Forgets the dry run, because its redrive has begun. */
    void forget() {
        last = "";
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }
}
