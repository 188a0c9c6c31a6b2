package io.millrace.ingest.http.connection;

import java.util.Map;

import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Maximum sizes of the head of a request, in bytes. They are below the limits of the HTTP parser, which answers with a
 * bare status.
 */
public final class HeadLimits {
    private static final int MAX_TARGET = 4_096;
    private static final int MAX_HEADERS = 16_384;
    /** Of a header: the colon, the space and the end of the line. */
    private static final int PUNCTUATION = 4;

    private HeadLimits() {}

    /** The part that is too large; null when there is none. */
    public static @Nullable Problem exceeded(HttpServerRequest request) {
        if (request.uri().length() > MAX_TARGET) {
            return Problem.of(ProblemCode.URI_TOO_LONG,
                    "Path and query may have " + MAX_TARGET + " bytes together. Send longer data in the body");
        }
        int bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length() + PUNCTUATION;
        }
        return bytes <= MAX_HEADERS
                ? null
                : Problem.of(ProblemCode.HEADERS_TOO_LARGE,
                        "The headers may have " + MAX_HEADERS + " bytes together. Send fewer or shorter headers");
    }
}
