package io.millrace.batch.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An operation and its path.
 *
 * @param method
 *            of HTTP
 * @param path
 *            the segments of the path; one in braces is a variable
 * @param parameters
 *            the query parameters that it knows
 * @param operation
 *            what is done
 */
record OperationsRoute(String method, List<String> path, Set<String> parameters,
        Function<OperationsRequest, OperationsResponse> operation) {
    private static final String VARIABLE = "{";

    static OperationsRoute of(String method, String path, Set<String> parameters,
            Function<OperationsRequest, OperationsResponse> operation) {
        return new OperationsRoute(method, List.of(path.split("/")), parameters, operation);
    }

    /** The path with the names of its variables. */
    String template() {
        return "/" + String.join("/", path);
    }

    /** The values of the variables in a path; empty when it is another one. */
    Optional<List<String>> variables(List<String> segments) {
        if (segments.size() != path.size()) {
            return Optional.empty();
        }
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i).startsWith(VARIABLE) && !segments.get(i).isEmpty()) {
                variables.add(segments.get(i));
            } else if (!path.get(i).equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
