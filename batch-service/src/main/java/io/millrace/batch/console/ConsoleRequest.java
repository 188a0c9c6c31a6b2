package io.millrace.batch.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a browser.
 *
 * @param visitor
 *            who sends it
 * @param stream
 *            the stream in the path; empty for pages of no stream
 * @param parameters
 *            the fields of the form, or the parameters of the query
 */
record ConsoleRequest(Visitor visitor, String stream, Map<String, String> parameters) {
    /** The value of a parameter as it was sent, with the spaces around it; empty when it is missing or has no character. */
    Optional<String> value(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
    }

    /** Parameters with their values as a query, without those that are missing. */
    String query(List<String> names) {
        List<String> parts = new ArrayList<>();
        names.forEach(name -> value(name).ifPresent(text -> parts.add(name + "=" + encode(text))));
        return String.join("&", parts);
    }

    /** A text as a part of a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
