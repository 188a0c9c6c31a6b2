package io.millrace.ingest.http.syntax;

import java.util.List;
import java.util.regex.Pattern;

import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * The key by which a caller marks a request as the same one when it sends it again.
 *
 * @param header
 *            the header that holds it
 * @param value
 *            unique among the requests of the caller
 */
public record IdempotencyKey(String header, String value) {
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** The key of a request; null when it has none. Throws a {@link ProblemException} when the header is malformed. */
    public static @Nullable IdempotencyKey of(MultiMap headers) {
        for (String header : List.of("webhook-id", "Idempotency-Key")) {
            List<String> values = headers.getAll(header);
            if (!values.isEmpty()) {
                String key = QuotedText.unquoted(values.getFirst().strip());
                if (values.size() > 1 || key == null || !VALUE.matcher(key).matches()) {
                    throw new ProblemException(Problem.of(ProblemCode.BAD_HEADER, header
                            + " must be given once, with 1 to 255 visible ASCII characters, in quotes or without"));
                }
                return new IdempotencyKey(header, key);
            }
        }
        return null;
    }
}
