package io.millrace.batch.operations;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Reads paths and queries, which are percent-encoded UTF-8. Except in forms a plus sign is a plus sign. */
public final class TargetSyntax {
    private TargetSyntax() {}

    /** The segments of a path that begins with a slash. */
    static List<String> segments(String path) {
        return Stream.of(path.substring(1).split("/", -1)).map(TargetSyntax::decode).toList();
    }

    /** Whether a path begins with a slash and is percent-encoded UTF-8. */
    static boolean isPath(@Nullable String path) {
        try {
            return path != null && path.startsWith("/") && !segments(path).isEmpty();
        } catch (RequestRefusedException e) {
            return false;
        }
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
        for (String part : parts(query)) {
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

    /**
     * The fields of a form that a browser sent in a query, where a plus sign is a space.
     *
     * @throws RequestRefusedException
     *             when it is malformed, or has a field twice
     */
    public static Map<String, String> form(@Nullable String query) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : parts(query)) {
            String[] sides = part.replace("+", "%20").split("=", 2);
            String name = decode(sides[0]);
            if (fields.put(name, sides.length == 1 ? "" : decode(sides[1])) != null) {
                throw RequestRefusedException.badRequest("The query parameter " + name + " occurs twice");
            }
        }
        return fields;
    }

    private static List<String> parts(@Nullable String query) {
        return query == null ? List.of() : Stream.of(query.split("&", -1)).filter(part -> !part.isEmpty()).toList();
    }

    private static String decode(String text) {
        try {
            // One byte becomes one character: what is malformed is not replaced, and a replacement character is one.
            byte[] bytes = URLDecoder.decode(raw(text).replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw RequestRefusedException.badRequest("The path and the query must be percent-encoded UTF-8");
        }
    }

    /** The bytes of a text that may have characters which should have been encoded, each as a character. */
    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
