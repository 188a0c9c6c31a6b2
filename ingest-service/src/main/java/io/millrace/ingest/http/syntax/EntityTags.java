package io.millrace.ingest.http.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of {@code If-Match} or {@code If-None-Match} (RFC 9110 section 13.1).
 *
 * @param any
 *            whether it is {@code *}: whatever there is
 * @param strong
 *            tags that name exactly this text
 * @param weak
 *            tags that were marked as weak
 */
public record EntityTags(boolean any, List<String> strong, List<String> weak) {
    /** One element of the list with what ends it; an empty one is allowed. */
    private static final Pattern ELEMENT = Pattern
            .compile("\\G[ \\t]*+(?:(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\")?+[ \\t]*+(?:,|$)");

    /**
     * The tags in a header of the request; null when it has none of this name. Fails with a {@link ProblemException}.
     */
    public static @Nullable EntityTags of(HttpServerRequest request, String header) {
        List<String> values = request.headers().getAll(header);
        if (values.isEmpty()) {
            return null;
        }
        String all = String.join(",", values).strip();
        if (all.equals("*")) {
            return new EntityTags(true, List.of(), List.of());
        }
        List<String> strong = new ArrayList<>();
        List<String> weak = new ArrayList<>();
        int read = 0;
        for (Matcher element = ELEMENT.matcher(all); read < all.length() && element.find(); read = element.end()) {
            if (element.group(2) != null) {
                (element.group(1) == null ? strong : weak).add(element.group(2));
            }
        }
        if (read < all.length() || strong.isEmpty() && weak.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemCode.BAD_HEADER,
                    header + " must be *, or a list of entity tags in quotes, separated by commas"));
        }
        return new EntityTags(false, strong, weak);
    }

    /** Whether one of them is this tag, as {@code If-Match} compares: a weak one never is. */
    public boolean matchStrongly(String tag) {
        return any || strong.contains(tag);
    }

    /** Whether one of them is this tag, as {@code If-None-Match} compares. */
    public boolean matchWeakly(String tag) {
        return any || strong.contains(tag) || weak.contains(tag);
    }
}
