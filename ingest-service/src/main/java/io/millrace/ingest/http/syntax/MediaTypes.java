package io.millrace.ingest.http.syntax;

import java.util.List;
import java.util.Locale;

import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The media types that each kind of route accepts, and their formats. */
public enum MediaTypes {
    /** Where events of a stream are sent, one or many. */
    EVENTS("application/json", "application/x-ndjson", "application/json-seq", "application/cloudevents+json",
            "application/cloudevents-batch+json", "application/vnd.apache.avro+binary", "application/vnd.apache.avro",
            "application/vnd.kafka.json.v2+json"),
    /** Where one event is sent. */
    ONE_EVENT("application/json", "application/vnd.apache.avro+binary"),
    /** Where CloudEvents of any type are sent. */
    CLOUD_EVENTS("application/cloudevents+json", "application/cloudevents-batch+json"),
    /** Where Debezium sends its change events. */
    CHANGES("application/json", "application/cloudevents+json"),
    /** Where clients of a Confluent REST Proxy send records. */
    RECORDS("application/vnd.kafka.json.v2+json"),
    /** Where a contract is sent. */
    CONTRACT("application/json", "application/schema+json");

    private static final String UTF_8 = "utf-8";
    private static final String CHARSET = "charset=";

    private final List<String> accepted;

    MediaTypes(String... accepted) {
        this.accepted = List.of(accepted);
    }

    /** The accepted media types; other spellings of the same are accepted, too. */
    public List<String> accepted() {
        return accepted;
    }

    /** The format that a Content-Type names; null when it is not accepted here, or in another charset than UTF-8. */
    public @Nullable BodyFormat format(@Nullable String contentType) {
        String type = contentType == null || accepted.contains(contentType)
                ? String.valueOf(contentType)
                : canonical(contentType);
        return accepted.contains(type) ? formatOf(type) : null;
    }

    /**
     * Refuses a charset that is not UTF-8, whatever the type is.
     *
     * @throws ProblemException
     *             with the reason
     */
    public static void requireUtf8(@Nullable String contentType) {
        String charset = contentType == null ? null : charset(contentType);
        if (charset != null && !charset.equals(UTF_8)) {
            throw new ProblemException(Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The charset of the body must be UTF-8. Omit the parameter charset or set it to utf-8"));
        }
    }

    private static @Nullable String charset(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith(CHARSET)) {
                return parameter.substring(CHARSET.length());
            }
        }
        return null;
    }

    /** The type without parameters, in its one spelling; empty in another charset than UTF-8. */
    private static String canonical(String contentType) {
        String charset = charset(contentType);
        if (charset != null && !charset.equals(UTF_8)) {
            return "";
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
        String type = parts.length == 0 ? "" : parts[0].strip();
        return switch (type) {
            case "application/ndjson", "application/jsonl" -> "application/x-ndjson";
            case "avro/binary", "avro/bytes" -> "application/vnd.apache.avro+binary";
            default -> type;
        };
    }

    private BodyFormat formatOf(String type) {
        boolean changes = this == CHANGES;
        return switch (type) {
            case "application/json", "application/schema+json" -> changes ? BodyFormat.DEBEZIUM : BodyFormat.JSON;
            case "application/x-ndjson" -> BodyFormat.NDJSON;
            case "application/json-seq" -> BodyFormat.JSON_SEQUENCE;
            case "application/cloudevents+json", "application/cloudevents-batch+json" ->
                changes ? BodyFormat.DEBEZIUM_CLOUD_EVENTS : BodyFormat.CLOUD_EVENTS;
            case "application/vnd.apache.avro+binary" -> BodyFormat.AVRO;
            case "application/vnd.apache.avro" -> BodyFormat.AVRO_FILE;
            case "application/vnd.kafka.json.v2+json" -> BodyFormat.CONFLUENT_JSON;
            default -> throw new IllegalStateException("no format of " + type);
        };
    }
}
