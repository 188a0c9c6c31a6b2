package io.millrace.ingest.http.syntax;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.CloudEventAttributes;
import io.millrace.ingest.admission.format.CloudEventAttributes.BadAttributeException;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** CloudEvents in the binary content mode: the attributes are headers, the body is the data. */
public final class CloudEventHeaders {
    private static final String PREFIX = "ce-";
    private static final Pattern SCHEMA_ID = Pattern.compile("(?:.*[/=:])?([0-9]{1,10})");
    private static final long MAX_SCHEMA_ID = 0xffff_ffffL;

    private CloudEventHeaders() {}

    /** Whether the request is a CloudEvent in binary mode. */
    public static boolean areIn(HttpServerRequest request) {
        return request.headers().contains(PREFIX + "specversion");
    }

    /** The attributes; fails with a {@link ProblemException}. */
    public static CloudEventAttributes of(HttpServerRequest request) {
        Map<String, String> attributes = new HashMap<>();
        String contentType = request.getHeader("Content-Type");
        if (contentType != null) {
            attributes.put("datacontenttype", contentType);
        }
        try {
            for (var header : request.headers()) {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                if (name.startsWith(PREFIX)) {
                    String value = value(header.getValue());
                    if (value == null || attributes.put(name.substring(PREFIX.length()), value) != null) {
                        throw bad(
                                "A CloudEvents header occurs twice, is not percent-encoded UTF-8, or has an "
                                        + "unclosed quote");
                    }
                }
            }
            return CloudEventAttributes.of(attributes);
        } catch (BadAttributeException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    /** Quotes first, then percent-encoding, then UTF-8: section 3.1.3.2 of the HTTP protocol binding. */
    private static @Nullable String value(String header) {
        String unquoted = QuotedText.unquoted(header);
        return unquoted == null ? null : PercentEncoding.decode(unquoted);
    }

    /** The format of the data; null when it is not read. */
    public static @Nullable BodyFormat format(CloudEventAttributes attributes) {
        if (attributes.isJson()) {
            return BodyFormat.JSON;
        }
        return attributes.isAvro() ? BodyFormat.AVRO : null;
    }

    /** The content id of the Avro schema that the headers name; null when they name none. */
    public static @Nullable Long schemaId(HttpServerRequest request, @Nullable CloudEventAttributes attributes) {
        String given = request.getHeader("X-Schema-Id");
        if (given == null) {
            given = attributes == null ? null : attributes.all().get("dataschema");
            if (given == null || !SCHEMA_ID.matcher(given).matches()) {
                return null;
            }
        }
        Matcher id = SCHEMA_ID.matcher(given);
        if (!id.matches() || Long.parseLong(id.group(1)) > MAX_SCHEMA_ID) {
            throw new ProblemException(Problem.of(ProblemCode.BAD_HEADER,
                    "X-Schema-Id must be a number: the registry's content id of a version of the contract"));
        }
        return Long.valueOf(id.group(1));
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(Problem.of(ProblemCode.BAD_CE_ATTRIBUTE, detail));
    }
}
