package io.millrace.ingest.access;

import java.util.Set;
import java.util.TreeSet;

import io.millrace.contracts.schema.StreamName;

/**
 * Who sends a request.
 *
 * @param name
 *            as it stands in Kafka headers
 * @param grants
 *            {@code write:<stream>}, {@code read:<stream>}, with {@code *} for all streams, and {@code admin}
 */
public record Principal(String name, Set<String> grants) {
    /** Nobody in particular, with every grant: who calls a service that is open. */
    public static final Principal ANYONE = new Principal("anonymous", Set.of("write:*", "admin"));
    /** Nobody yet, with no grant: who sent a signed webhook whose signature was not looked at. */
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
    static Set<String> grants(String text) {
        Set<String> grants = new TreeSet<>(Set.of(text.split(",")));
        for (String grant : grants) {
            String stream = grant.replaceFirst("^(write|read):", "");
            if (!grant.equals("admin")
                    && (stream.equals(grant) || !stream.equals("*") && !StreamName.isLegal(stream))) {
                throw new IllegalArgumentException("'" + grant + "' is no grant; use write:<stream>, read:<stream>,"
                        + " write:*, read:* or admin");
            }
        }
        return grants;
    }

    /** Whether it may send events to a stream of this name, be there one or not. */
    public boolean mayWrite(String stream) {
        return grants.contains("write:*") || grants.contains("write:" + stream);
    }

    /** Whether it may look at a stream of this name, be there one or not. */
    public boolean mayRead(String stream) {
        return mayWrite(stream) || isAdmin() || grants.contains("read:*") || grants.contains("read:" + stream);
    }

    /** Whether it may create and evolve streams. */
    public boolean isAdmin() {
        return grants.contains("admin");
    }
}
