package io.millrace.ingest.http.connection;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.syntax.PercentEncoding;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Strict checks of path and host. A proxy in front of this service decides by the path and host that it reads, so a
 * path that changes when it is normalised is refused, and so is more than one host.
 */
public final class RequestTarget {
    private static final String HOST = "Host";
    private static final Pattern AUTHORITY = Pattern
            .compile("(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
    private static final int MAX_PORT = 65_535;
    private static final Pattern DOT = Pattern.compile("%2[eE]");

    private RequestTarget() {}

    /** The fault in it; null when there is none. */
    public static @Nullable Problem fault(HttpServerRequest request) {
        return fault(request.headers().getAll(HOST), request.version() == HttpVersion.HTTP_1_1, request.path(),
                request.query());
    }

    /**
     * The fault in it; null when there is none.
     *
     * @param needsHost
     *            whether its version of HTTP wants a host
     */
    public static @Nullable Problem fault(List<String> hosts, boolean needsHost, String path, @Nullable String query) {
        if (hosts.size() > 1 || needsHost && hosts.isEmpty()) {
            return problem("The request must have exactly one Host header; it has " + hosts.size());
        }
        if (!hosts.isEmpty() && !isAuthority(hosts.getFirst())) {
            return problem("The Host header is not a host with an optional port");
        }
        if (query != null && PercentEncoding.decode(query) == null) {
            return problem("The query is not percent-encoded UTF-8");
        }
        return isPlain(path) ? null : path(path);
    }

    private static boolean isAuthority(String host) {
        Matcher authority = AUTHORITY.matcher(host);
        return authority.matches() && (authority.group(1) == null || Integer.parseInt(authority.group(1)) <= MAX_PORT);
    }

    /** Whether nothing in the path needs a closer look, as in nearly all of them. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || c == ';' || c > '~' || c == '/' && i + 1 < path.length()
                    && (path.charAt(i + 1) == '/' || path.charAt(i + 1) == '.')) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Problem path(String path) {
        if (PercentEncoding.decode(path) == null) {
            return problem("The path is not percent-encoded UTF-8");
        }
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            String segment = DOT.matcher(segments[i]).replaceAll(".");
            if (segment.equals(".") || segment.equals("..")) {
                return problem("A path segment is . or .., which refers to another path. Send the normalised path");
            }
            if (segment.isEmpty() && i < segments.length - 1) {
                return problem("The path contains an empty segment (//). Send the normalised path");
            }
            if (segment.indexOf(';') >= 0 && !segments[i - 1].equals("events")) {
                return problem("The path contains parameters (;), which no route supports");
            }
        }
        return null;
    }

    private static Problem problem(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail);
    }
}
