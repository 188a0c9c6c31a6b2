package io.millrace.batch.console;

import java.util.List;
import java.util.Set;

import io.millrace.batch.metrics.RequestMetrics;

/** Names the pages of the console in metrics. */
final class PageTemplate {
    private static final Set<String> PAGES = Set.of("/console", "/console/flow", "/console/sign-in",
            "/console/sign-out");

    private PageTemplate() {}

    /**
     * The template of a path.
     *
     * @param path
     *            that begins with a slash
     * @param actions
     *            the last segments of paths below a stream
     */
    static String of(String path, Set<String> actions) {
        List<String> segments = List.of(path.substring(1).split("/"));
        String plain = "/" + String.join("/", segments);
        if (PAGES.contains(plain)) {
            return plain;
        }
        if (segments.size() == 3 && plain.startsWith("/console/assets/") && ConsoleAssets.has(segments.get(2))) {
            return plain;
        }
        if (plain.startsWith("/console/streams/") && segments.size() == 3) {
            return "/console/streams/{stream}";
        }
        if (plain.startsWith("/console/streams/") && segments.size() == 4 && actions.contains(segments.get(3))) {
            return "/console/streams/{stream}/" + segments.get(3);
        }
        return RequestMetrics.UNKNOWN;
    }
}
