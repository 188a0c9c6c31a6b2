package io.millrace.batch.operations;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Reads paths and queries, which are percent-encoded UTF-8. A plus sign is a plus sign. */
final class TargetSyntax {
    private static final char REPLACEMENT = '\uFFFD';

    private TargetSyntax() {}

    /** The segments of a path that begins with a slash. */
    static List<String> segments(String path) {
        return Stream.of(path.substring(1).split("/", -1)).map(TargetSyntax::decode).toList();
    }

    /**
     * The parameters of a query, each with its values in their order.
     *
     * @param known
     *            the names that the route knows
     * @throws RequestRefusedException
     *             when it has another name, or is malformed
     */
    static Map<String, List<String>> parameters(@Nullable String query, Set<String> known) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            String[] sides = part.split("=", 2);
            String name = decode(sides[0]);
            if (!known.contains(name)) {
                throw RequestRefusedException.badRequest("The route has no query parameter " + name + "; it has "
                        + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
            }
            parameters.computeIfAbsent(name, first -> new ArrayList<>()).add(sides.length == 1 ? "" : decode(sides[1]));
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (decoded.indexOf(REPLACEMENT) < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) { // answered below
        }
        throw RequestRefusedException.badRequest("The path and the query must be percent-encoded UTF-8");
    }
}
