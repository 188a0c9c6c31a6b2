package io.millrace.ingest.http.resource;

import java.util.Optional;

import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.syntax.EntityTags;
import org.jspecify.annotations.Nullable;

/**
 * The version that a caller means to change: {@code If-Match} and {@code If-None-Match}.
 *
 * @param match
 *            null when the request has none
 * @param none
 *            null when the request has none
 */
record TagCondition(@Nullable EntityTags match, @Nullable EntityTags none) {
    /** Fails with a {@code ProblemException} when a header is malformed. */
    static TagCondition of(RequestContext exchange) {
        return new TagCondition(EntityTags.of(exchange.request(), "If-Match"),
                EntityTags.of(exchange.request(), "If-None-Match"));
    }

    /**
     * Whether the caller means this version.
     *
     * @param tag
     *            of the newest version; empty when there is none
     */
    boolean holds(Optional<String> tag) {
        return (match == null || tag.filter(match::matchStrongly).isPresent())
                && (none == null || tag.filter(none::matchWeakly).isEmpty());
    }
}
