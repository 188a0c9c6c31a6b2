package io.millrace.ingest.http.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.millrace.ingest.config.IngestConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

/**
 * Checks the origin of browser pages: the own origin and the configured ones are allowed (the Fetch standard, "CORS
 * protocol"). Requests of other origins are refused, because a browser may send a client certificate for any page.
 */
@Singleton
public class Origins {
    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#@\\s]+");
    private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}");
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
    private static final String EXPOSED = "X-Correlation-ID, ETag, Retry-After, RateLimit, RateLimit-Policy,"
            + " Preference-Applied, Accept-Post, Accept-Encoding, Allow";
    private static final String SECONDS_TO_REMEMBER = "600";

    private final Set<String> allowed = new HashSet<>();

    Origins(IngestConfig config) {
        for (String origin : config.corsOrigins().orElse(List.of())) {
            String canonical = origin.strip().toLowerCase(Locale.ROOT);
            if (!canonical.equals(ANY) && !ORIGIN.matcher(canonical).matches()) {
                throw new IllegalArgumentException("millrace.ingest.cors-origins: '" + origin
                        + "' is not an origin. Set a scheme and a host without a path, such as "
                        + "https://app.example, or *");
            }
            allowed.add(canonical);
        }
    }

    /** Whether the page of a request, if it is of any, may not call the service. */
    public boolean refuse(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && !isAllowed(origin) && !isOwn(origin, request);
    }

    /** Tells the browser that the page of the request may read the answer, and says so, when it is an allowed one. */
    public boolean welcome(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null || !isAllowed(origin)) {
            return false;
        }
        request.response().putHeader("Access-Control-Allow-Origin", allowed.contains(ANY) ? ANY : origin)
                .putHeader("Vary", "Origin").putHeader("Access-Control-Expose-Headers", EXPOSED);
        return true;
    }

    /** Whether a browser asks what requests may hold before it sends one. */
    public static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS
                && request.headers().contains("Access-Control-Request-Method");
    }

    /** Says to a preflight what requests may hold. */
    public static void answerPreflight(HttpServerRequest request) {
        HttpServerResponse response = request.response().setStatusCode(204)
                .putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Max-Age", SECONDS_TO_REMEMBER);
        String headers = request.getHeader("Access-Control-Request-Headers");
        if (headers != null && TOKENS.matcher(headers).matches()) {
            response.putHeader("Access-Control-Allow-Headers", headers);
        }
        var unused = response.end();
    }

    private boolean isAllowed(String origin) {
        return allowed.contains(ANY) || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether it is the origin of this service. A proxy that terminates TLS calls it by http: the page of an https
     * origin with the host and port of the request is its own.
     */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        HostAndPort called = request.authority();
        URI page = uri(origin);
        if (called == null || page == null || page.getHost() == null) {
            return false;
        }
        boolean secure = "https".equalsIgnoreCase(page.getScheme());
        if (!secure && (request.isSSL() || !"http".equalsIgnoreCase(page.getScheme()))) {
            return false;
        }
        int standard = secure ? 443 : 80;
        int port = page.getPort() < 0 ? standard : page.getPort();
        return page.getHost().equalsIgnoreCase(called.host())
                && port == (called.port() <= 0 ? standard : called.port());
    }

    private static @Nullable URI uri(String origin) {
        try {
            return ORIGIN.matcher(origin).matches() ? new URI(origin) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
