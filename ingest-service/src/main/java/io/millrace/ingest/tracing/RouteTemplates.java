package io.millrace.ingest.tracing;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the route template of a path: spans and times are named by it, because there are few templates and many paths. */
public final class RouteTemplates {
    private static final String SEPARATOR = "/";

    /** Those with fewer parameters first: a literal segment goes before a parameter. */
    private final List<List<String>> templates;

    /**
     * @param templates
     *            paths with their parameters in braces
     */
    public RouteTemplates(Collection<String> templates) {
        this.templates = templates.stream().distinct().map(RouteTemplates::segments)
                .sorted(Comparator.comparingLong(RouteTemplates::parameters)).toList();
    }

    /** The template of a path; empty when there is none. */
    public String of(String path) {
        List<String> segments = segments(path);
        return templates.stream().filter(template -> matches(template, segments)).findFirst()
                .map(template -> String.join(SEPARATOR, template)).orElse("");
    }

    private static boolean matches(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            if (!isParameter(template.get(i)) && !template.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static long parameters(List<String> template) {
        return template.stream().filter(RouteTemplates::isParameter).count();
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static List<String> segments(String path) {
        return List.of(path.split(SEPARATOR, -1));
    }
}
