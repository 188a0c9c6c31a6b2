package io.millrace.batch.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last dry run of each session, so that a redrive is for the letters and the patch that its person has seen the outcomes of.
 * Keeps digests alone. Safe for several threads.
 */
final class DryRuns {
    private final Map<String, String> last = new LinkedHashMap<>();

    /**
     * Remembers a dry run in place of the one before.
     *
     * @param session
     *            the token of the forms of the session
     * @param request
     *            the stream, the letters and the patch
     */
    synchronized void add(String session, String request) {
        last.remove(session);
        if (last.size() >= ConsoleSessions.MOST) {
            last.remove(last.keySet().iterator().next());
        }
        last.put(session, digest(request));
    }

    /** Whether the last dry run of the session was for this request. */
    synchronized boolean isLast(String session, String request) {
        return digest(request).equals(last.get(session));
    }

    /** Forgets the dry run of a session, because its redrive has begun. */
    synchronized void remove(String session) {
        last.remove(session);
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
