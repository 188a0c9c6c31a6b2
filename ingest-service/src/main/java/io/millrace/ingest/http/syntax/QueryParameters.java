package io.millrace.ingest.http.syntax;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. A parameter that the route does not know, that occurs twice or that is malformed
 * is refused; otherwise a misspelt parameter would be ignored.
 */
public final class QueryParameters {
    private static final int MAX_NAMED = 60;
    private final Map<String, String> given;

    private QueryParameters(Map<String, String> given) {
        this.given = given;
    }

    /** The parameters of a request to a route that knows these; fails with a {@link ProblemException}. */
    public static QueryParameters of(RoutingContext context, Set<String> known) {
        Map<String, String> given = new LinkedHashMap<>();
        String query = context.request().query();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            String[] sides = part.split("=", 2);
            String name = PercentEncoding.decode(sides[0]);
            String value = sides.length == 1 ? "" : PercentEncoding.decode(sides[1]);
            if (name == null || value == null) {
                throw problem("The query string is not percent-encoded UTF-8");
            }
            if (!known.contains(name)) {
                throw problem("This route has no query parameter " + printable(name) + "; "
                        + (known.isEmpty() ? "it has none" : "it has " + String.join(", ", new TreeSet<>(known))));
            }
            if (given.put(name, value) != null) {
                throw problem("The query parameter " + name + " occurs twice");
            }
        }
        return new QueryParameters(given);
    }

    /**
     * The value of a parameter; null when it is not given. Fails with a {@link ProblemException}.
     *
     * @param expected
     *            what is understood, for people
     * @param read
     *            throws {@link IllegalArgumentException} for what is not
     */
    public <T> @Nullable T value(String name, String expected, Function<String, T> read) {
        String text = given.get(name);
        try {
            return text == null ? null : read.apply(text);
        } catch (IllegalArgumentException e) {
            throw problem("The query parameter " + name + " must be " + expected);
        }
    }

    /** Whether a switch is on; off when it is not given. Nothing but {@code true} and {@code false} is a switch. */
    public boolean isOn(String name) {
        return Boolean.TRUE.equals(value(name, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("no switch");
        }));
    }

    private static String printable(String name) {
        String text = name.replaceAll("[^\\x21-\\x7e]", "?");
        return "'" + (text.length() > MAX_NAMED ? text.substring(0, MAX_NAMED) + "..." : text) + "'";
    }

    private static ProblemException problem(String detail) {
        return new ProblemException(Problem.of(ProblemCode.BAD_REQUEST, detail));
    }
}
