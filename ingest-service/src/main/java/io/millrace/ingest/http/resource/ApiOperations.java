package io.millrace.ingest.http.resource;

import static io.millrace.ingest.http.problem.ProblemCode.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.connection.ResponseHeaders;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.openapi.ApiOperation;
import io.millrace.ingest.openapi.ApiOperation.Answer;
import io.millrace.ingest.openapi.ApiOperation.Events;
import io.millrace.ingest.openapi.ApiOperation.Parameter;
import io.millrace.ingest.sqlview.SqlDialect;

/**
 * Every operation of the public API with its parameters and responses. Tests compare the list with the actual routes.
 */
final class ApiOperations {
    private static final List<String> JSON = List.of("application/json");
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> YES_OR_NO = Map.of("enum", List.of("true", "false"));
    private static final Map<String, Object> COUNT = Map.of("type", "integer", "minimum", 1);

    private static final List<ProblemCode> OF_ALL = List.of(BAD_REQUEST, UNAUTHENTICATED, FORBIDDEN_STREAM,
            FOREIGN_ORIGIN, NOT_ACCEPTABLE, URI_TOO_LONG, EXPECTATION_FAILED, QUOTA, HEADERS_TOO_LARGE, INTERNAL_ERROR,
            HTTP_VERSION_NOT_SUPPORTED);
    private static final List<ProblemCode> OF_STREAM = List.of(UNKNOWN_STREAM, REGISTRY_UNAVAILABLE);
    private static final List<ProblemCode> OF_BODY = List.of(MALFORMED_BODY, BAD_HEADER, BODY_STALLED, BODY_TOO_LARGE,
            UNSUPPORTED_MEDIA_TYPE, OVERLOADED);
    private static final List<ProblemCode> OF_EVENTS = List.of(EMPTY_BATCH, EVENT_TOO_LARGE, BATCH_TOO_MANY,
            CONTRACT_VIOLATION, RULE, DUPLICATE_EVENT_ID, BAD_CE_ATTRIBUTE, REGISTRY_UNAVAILABLE, DRAINING);
    private static final List<ProblemCode> OF_STORING = List.of(KAFKA_UNAVAILABLE, ACK_TIMEOUT);

    private static final Parameter PREFER = header("Prefer",
            "handling=lenient stores the valid events of a request; return=minimal or representation; wait=seconds");
    private static final Parameter IDEMPOTENCY_KEY = header("Idempotency-Key",
            "Determines the ids of events that have none, so that a retry of the request is safe");
    private static final Parameter CORRELATION_ID = header(ResponseHeaders.CORRELATION_ID,
            "Identifies the request in logs, records and rows");
    private static final Parameter CODING = header("Content-Encoding", "Content coding of the body: "
            + ContentCoding.ACCEPTED);
    private static final Parameter SCHEMA_ID = header("X-Schema-Id", "The content id of the schema of an Avro datum");
    private static final Parameter TRACE = header("traceparent", "W3C trace context, passed on with the records");
    private static final Parameter ORIGIN = header("WebHook-Request-Origin",
            "The origin that requests to deliver CloudEvents");
    private static final List<Parameter> WITH_EVENTS = List.of(PREFER, IDEMPOTENCY_KEY, CORRELATION_ID, TRACE, CODING,
            SCHEMA_ID);
    private static final Map<String, String> APPLIED = Map.of("Preference-Applied",
            "The preferences that were applied");
    private static final Map<String, String> TAG = Map.of("ETag", "The fingerprint of the schema");

    private static final Map<Integer, Answer> STORED = answers(200, "Every event is stored on all in-sync replicas",
            207,
            "With Prefer: handling=lenient, some events are stored and some refused; see the results", 204,
            "As 200, with Prefer: return=minimal");
    private static final Map<Integer, Answer> HANDSHAKE = Map.of(204,
            new Answer("Whether the origin may deliver CloudEvents here", List.of(),
                    Map.of("WebHook-Allowed-Origin", "The origin, or *", "WebHook-Allowed-Rate", "The allowed rate",
                            "Allow",
                            "The methods of the path")));

    /** All, in the order of their paths. */
    static final List<ApiOperation> ALL = List.of(
            new ApiOperation("get", "/v1/streams", "list-streams",
                    "Lists the streams that the caller is authorised to read",
                    List.of(CORRELATION_ID), List.of(), ok("The streams", JSON, Map.of()),
                    problems(OF_ALL, List.of(REGISTRY_UNAVAILABLE)), Events.NONE),
            new ApiOperation("get", "/v1/streams/{stream}", "describe-stream",
                    "Describes a stream: its contract, roles, limits and a command that sends an event",
                    List.of(CORRELATION_ID), List.of(), ok("The stream", JSON, Map.of()), problems(OF_ALL, OF_STREAM),
                    Events.NONE),
            new ApiOperation("put", "/v1/streams/{stream}", "create-or-evolve-stream",
                    "Creates a stream from an Avro schema, or changes its contract",
                    List.of(query("dry-run", "Only reports what would be done", YES_OR_NO),
                            query("partitions", "Partitions of the event topic; only for a new stream", COUNT),
                            query("replication-factor", "Replication factor of the topics; only for a new stream",
                                    COUNT),
                            query("min-insync-replicas", "min.insync.replicas of the event topic", COUNT),
                            query("retention", "Retention of events in Kafka, as an ISO 8601 duration", TEXT),
                            query("dead-letter-retention",
                                    "Retention of dead letters in Kafka, as an ISO 8601 duration", TEXT),
                            header("If-Match", "Only if one of these tags is the latest schema"),
                            header("If-None-Match",
                                    "*: only if the stream does not exist; tags: only if none of them is the latest schema"),
                            CODING, CORRELATION_ID),
                    MediaTypes.CONTRACT.accepted(),
                    Map.of(200, new Answer("Evolved, or nothing to change, or a dry run", JSON, TAG), 201,
                            new Answer("Created, or restored with the kept data", JSON, TAG)),
                    problems(OF_ALL, OF_BODY, List.of(CONTRACT_CONFLICT, INVALID_RULE, STREAM_DELETING,
                            PRECONDITION_FAILED, NO_CONTRACT, TOPIC_REFUSED, KAFKA_UNAVAILABLE, REGISTRY_UNAVAILABLE)),
                    Events.NONE),
            new ApiOperation("delete", "/v1/streams/{stream}", "delete-stream", "Deletes a stream",
                    List.of(query("data", "Whether topics and table are kept or deleted; required when they hold data",
                            Map.of("enum", List.of("keep", "delete"))),
                            query("dry-run", "Only reports what would be done", YES_OR_NO), CORRELATION_ID),
                    List.of(),
                    Map.of(200, new Answer("What would be done", JSON, Map.of()), 202,
                            new Answer("The deletion is recorded; batch-service carries it out", JSON, Map.of())),
                    problems(OF_ALL, OF_STREAM,
                            List.of(STREAM_IN_USE, STREAM_DELETING, KAFKA_UNAVAILABLE, TOPIC_REFUSED)),
                    Events.NONE),
            new ApiOperation("get", "/v1/streams/{stream}/schema", "get-schema", "Returns the Avro schema of a stream",
                    List.of(header("If-None-Match", "304 when this is the latest schema"), CORRELATION_ID), List.of(),
                    Map.of(200, new Answer("The schema", JSON, TAG), 304,
                            new Answer("Not modified", List.of(), TAG)),
                    problems(OF_ALL, OF_STREAM), Events.NONE),
            new ApiOperation("get", "/v1/streams/{stream}/view", "get-view",
                    "Returns the SQL of a view in which old rows have the defaults of added fields",
                    List.of(query("dialect", "SQL dialect; required",
                            Map.of("enum", Arrays.stream(SqlDialect.values()).map(SqlDialect::toString).toList())),
                            query("table", "Name or path of the table; by default the name of the stream", TEXT),
                            CORRELATION_ID),
                    List.of(), ok("The statement", List.of("application/sql"), Map.of()), problems(OF_ALL, OF_STREAM),
                    Events.NONE),
            new ApiOperation("post", ApiRoutes.EVENTS, "send", "Stores events of a stream", WITH_EVENTS,
                    MediaTypes.EVENTS.accepted(), STORED,
                    problems(OF_ALL, OF_STREAM, OF_BODY, OF_EVENTS, OF_STORING, List.of(STREAM_DELETING)), Events.MANY),
            new ApiOperation("options", ApiRoutes.EVENTS, "allow-webhook",
                    "The handshake of the CloudEvents webhook specification", List.of(ORIGIN), List.of(), HANDSHAKE,
                    problems(List.of(BAD_REQUEST, URI_TOO_LONG, HEADERS_TOO_LARGE, INTERNAL_ERROR)), Events.NONE),
            new ApiOperation("put", "/v1/streams/{stream}/events/{event_id}", "send-named",
                    "Stores one event under the id in the path",
                    List.of(PREFER, CORRELATION_ID, TRACE, CODING, SCHEMA_ID), MediaTypes.ONE_EVENT.accepted(), STORED,
                    problems(OF_ALL, OF_STREAM, OF_BODY, OF_EVENTS, OF_STORING, List.of(STREAM_DELETING)), Events.ONE),
            new ApiOperation("post", "/v1/streams/{stream}/events:validate", "validate",
                    "Validates events and stores nothing", WITH_EVENTS, MediaTypes.EVENTS.accepted(),
                    answers(200, "Every event is valid", 207,
                            "With Prefer: handling=lenient, some events are not; see the results"),
                    problems(OF_ALL, OF_STREAM, OF_BODY, OF_EVENTS, List.of(STREAM_DELETING)), Events.MANY),
            new ApiOperation("post", "/v1/streams/{stream}/cdc/debezium", "send-changes-of-stream",
                    "Stores Debezium change events in a stream", List.of(PREFER, CORRELATION_ID, TRACE, CODING),
                    MediaTypes.CHANGES.accepted(), STORED,
                    problems(OF_ALL, OF_STREAM, OF_BODY, OF_EVENTS, OF_STORING, List.of(STREAM_DELETING)),
                    Events.NONE),
            new ApiOperation("post", "/v1/cdc/debezium", "send-changes",
                    "Stores Debezium change events in the streams of their tables",
                    List.of(PREFER, CORRELATION_ID, TRACE, CODING), MediaTypes.CHANGES.accepted(), STORED,
                    problems(OF_ALL, OF_BODY, OF_EVENTS, OF_STORING, List.of(UNKNOWN_TABLE)), Events.NONE),
            new ApiOperation("post", "/v1/cloudevents", "send-cloudevents",
                    "Stores CloudEvents in the streams of their types",
                    List.of(PREFER, CORRELATION_ID, TRACE, CODING), MediaTypes.CLOUD_EVENTS.accepted(), STORED,
                    problems(OF_ALL, OF_BODY, OF_EVENTS, OF_STORING, List.of(UNKNOWN_TYPE)), Events.NONE),
            new ApiOperation("options", "/v1/cloudevents", "allow-webhook-of-any-type",
                    "The handshake of the CloudEvents webhook specification", List.of(ORIGIN), List.of(), HANDSHAKE,
                    problems(List.of(BAD_REQUEST, URI_TOO_LONG, HEADERS_TOO_LARGE, INTERNAL_ERROR)), Events.NONE),
            new ApiOperation("post", "/topics/{stream}", "send-records",
                    "Stores records in the format of the Confluent REST Proxy", WITH_EVENTS,
                    MediaTypes.RECORDS.accepted(),
                    Map.of(200, new Answer("The offsets", List.of("application/vnd.kafka.v2+json"), APPLIED), 207,
                            new Answer("Some records are not stored: they have an error_code",
                                    List.of("application/vnd.kafka.v2+json"), APPLIED)),
                    problems(OF_ALL, OF_STREAM, OF_BODY, OF_EVENTS, OF_STORING, List.of(STREAM_DELETING)),
                    Events.NONE),
            new ApiOperation("get", "/v1/types", "list-types",
                    "Lists the shared types, each with the streams that use it",
                    List.of(CORRELATION_ID), List.of(), ok("The types", JSON, Map.of()),
                    problems(OF_ALL, List.of(REGISTRY_UNAVAILABLE)), Events.NONE),
            new ApiOperation("get", "/v1/types/{type}", "describe-type",
                    "Describes the newest version of a shared type, and which streams use which version",
                    List.of(CORRELATION_ID), List.of(), ok("The type", JSON, TAG),
                    problems(OF_ALL, List.of(UNKNOWN_SHARED_TYPE, REGISTRY_UNAVAILABLE)), Events.NONE),
            new ApiOperation("put", "/v1/types/{type}", "register-or-evolve-type",
                    "Registers an Avro record, enum or fixed that contracts can name, or a new version of it",
                    List.of(query("dry-run", "Only reports what would be done", YES_OR_NO),
                            header("If-Match", "Only if one of these tags is the newest version"),
                            header("If-None-Match",
                                    "*: only if the type does not exist; tags: only if none of them is the newest version"),
                            CODING, CORRELATION_ID),
                    MediaTypes.CONTRACT.accepted(),
                    Map.of(200, new Answer("Evolved, or nothing to change, or a dry run", JSON, TAG), 201,
                            new Answer("Registered", JSON, TAG)),
                    problems(OF_ALL, OF_BODY,
                            List.of(TYPE_CONFLICT, PRECONDITION_FAILED, INVALID_TYPE, REGISTRY_UNAVAILABLE)),
                    Events.NONE),
            new ApiOperation("get", "/openapi", "describe-api", "Returns this document", List.of(CORRELATION_ID),
                    List.of(),
                    ok("The document", JSON, Map.of()), problems(OF_ALL), Events.NONE));

    private ApiOperations() {}

    /** The methods of a path, as the header Allow says them. */
    static String allowed(String path) {
        Set<String> methods = new LinkedHashSet<>();
        for (ApiOperation operation : ALL) {
            if (path.matches(operation.path().replaceAll("\\{[a-z_]+}", "[^/]+"))) {
                methods.add(operation.method().toUpperCase(Locale.ROOT));
                if (operation.method().equals("get")) {
                    methods.add("HEAD");
                }
            }
        }
        methods.remove("OPTIONS");
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    private static Parameter header(String name, String description) {
        return new Parameter("header", name, description, TEXT);
    }

    private static Parameter query(String name, String description, Map<String, Object> schema) {
        return new Parameter("query", name, description, schema);
    }

    private static Map<Integer, Answer> ok(String description, List<String> types, Map<String, String> headers) {
        return Map.of(200, new Answer(description, types, headers));
    }

    /** Statuses and descriptions by turns. */
    private static Map<Integer, Answer> answers(Object... answers) {
        Map<Integer, Answer> json = new TreeMap<>();
        for (int i = 0; i < answers.length; i += 2) {
            int status = (Integer) answers[i];
            json.put(status, new Answer((String) answers[i + 1], status == 204 ? List.of() : JSON, APPLIED));
        }
        return json;
    }

    @SafeVarargs
    private static Map<Integer, List<String>> problems(List<ProblemCode>... codes) {
        Map<Integer, List<String>> byStatus = new TreeMap<>();
        Stream.of(codes).flatMap(List::stream).distinct().forEach(
                code -> byStatus.computeIfAbsent(code.status(), s -> new ArrayList<>()).add(code.text()));
        return byStatus;
    }
}
