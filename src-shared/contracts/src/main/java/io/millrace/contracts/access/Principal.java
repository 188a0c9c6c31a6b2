package io.millrace.contracts.access;

import java.util.Set;
import java.util.TreeSet;

import io.millrace.contracts.schema.StreamName;

/**
 * An authenticated caller.
 *
 * @param name
 *            as it stands in Kafka headers
 * @param grants
 *            {@code write:<stream>}, {@code read:<stream>}, with {@code *} for all streams, and {@code admin}
 */
public record Principal(String name, Set<String> grants) {
    /** Any caller of an open service, with every grant. */
    public static final Principal ANYONE = new Principal("anonymous", Set.of("write:*", "admin"));
    /** The sender of a signed webhook before its signature is verified; without any grant. */
    public static final Principal UNVERIFIED = new Principal("unverified", Set.of());

    public Principal {
        grants = Set.copyOf(grants);
    }

    /**
     * Reads grants, one by one between commas.
     *
     * @throws IllegalArgumentException
     *             when one is none
     */
    public static Set<String> grants(String text) {
        Set<String> grants = new TreeSet<>(Set.of(text.split(",")));
        for (String grant : grants) {
            String stream = grant.replaceFirst("^(write|read):", "");
            if (!grant.equals("admin")
                    && (stream.equals(grant) || !stream.equals("*") && !StreamName.isLegal(stream))) {
                throw new IllegalArgumentException(
                        "'" + grant + "' is not a grant; use write:<stream>, read:<stream>, write:*, read:* or admin");
            }
        }
        return grants;
    }

    /** Whether it is authorised to send events to the stream, which need not exist. */
    public boolean mayWrite(String stream) {
        return grants.contains("write:*") || grants.contains("write:" + stream);
    }

    /** Whether it is authorised to read about the stream, which need not exist. */
    public boolean mayRead(String stream) {
        return mayWrite(stream) || isAdmin() || grants.contains("read:*") || grants.contains("read:" + stream);
    }

    /** Whether it is authorised to create, change and delete streams. */
    public boolean isAdmin() {
        return grants.contains("admin");
    }
}
