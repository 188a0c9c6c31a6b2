package io.millrace.ingest.http.resource;

import java.util.List;
import java.util.Set;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.registry.StreamState.Data;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.http.Authenticator;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.RequestPreflight;
import io.millrace.ingest.http.problem.JsonResponses;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.QueryParameters;
import io.millrace.ingest.streamadmin.StreamContents;
import io.millrace.ingest.streamadmin.StreamRemoval;
import io.millrace.ingest.streamadmin.StreamRemovalResult;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Deletes streams. */
@Path("/v1/streams")
public class StreamRemovalResource {
    private static final int ACCEPTED = 202;
    private static final int OK = 200;
    private static final String DATA = "data";
    private static final String DRY_RUN = "dry-run";
    /** The query parameters of {@link #delete}. */
    static final Set<String> PARAMETERS = Set.of(DATA, DRY_RUN);

    private final StreamRemoval removal;
    private final Vertx vertx;

    StreamRemovalResource(StreamRemoval removal, Vertx vertx) {
        this.removal = removal;
        this.vertx = vertx;
    }

    /**
     * Asks for the deletion of a stream. Query parameters: {@code data}, which is {@code keep} or {@code delete}, and
     * {@code dry-run}.
     */
    @DELETE
    @Path("/{stream}")
    public Uni<Response> delete(@PathParam("stream") String stream, @Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.of(() -> {
            Authenticator.requireAdmin(exchange);
            if (!StreamName.isLegal(stream)) {
                return Future.failedFuture(notThere());
            }
            QueryParameters parameters = QueryParameters.of(context, PARAMETERS);
            Data data = parameters.value(DATA, "keep or delete", text -> switch (text) {
                case "keep" -> Data.KEEP;
                case "delete" -> Data.DELETE;
                default -> throw new IllegalArgumentException("neither");
            });
            boolean dryRun = parameters.isOn(DRY_RUN);
            return vertx.getOrCreateContext()
                    .executeBlocking(() -> answer(stream, dryRun, removal(new StreamName(stream), data, dryRun)),
                            false);
        });
    }

    private StreamRemovalResult removal(StreamName stream, @Nullable Data data, boolean dryRun) {
        try {
            return removal.delete(stream, data, dryRun);
        } catch (RegistryUnavailableException e) {
            throw problem(ProblemCode.REGISTRY_UNAVAILABLE, "The registry does not respond. Retry later");
        }
    }

    private static Response answer(String stream, boolean dryRun, StreamRemovalResult removal) {
        return switch (removal) {
            case StreamRemovalResult.Begun begun -> begun(stream, dryRun, begun);
            case StreamRemovalResult.NotThere unused -> throw notThere();
            case StreamRemovalResult.InUse inUse -> throw problem(ProblemCode.STREAM_IN_USE, "Kafka holds "
                    + inUse.holdings().events() + " events and " + inUse.holdings().deadLetters()
                    + " dead letters of the stream. Its consumer groups: " + groups(inUse.holdings())
                    + ". Choose what to do with the data: ?data=keep merges the remaining events and "
                    + "keeps the topics and the table, ?data=delete deletes all of it. Nothing was "
                    + "changed");
            case StreamRemovalResult.OtherwiseDeleted deleting -> throw new ProblemException(
                    RequestPreflight.beingDeleted(deleting.state()));
            case StreamRemovalResult.KafkaRefused refused -> throw problem(
                    refused.retryable() ? ProblemCode.KAFKA_UNAVAILABLE : ProblemCode.TOPIC_REFUSED, refused.reason());
        };
    }

    private static String groups(StreamContents holdings) {
        return holdings.consumerGroups() == null
                ? "unknown, because Kafka does not authorise this service to list them"
                : holdings.consumerGroups().toString();
    }

    private static Response begun(String stream, boolean dryRun, StreamRemovalResult.Begun begun) {
        StreamState.Deleting state = begun.state();
        byte[] body = JsonResponses.object(json -> {
            json.writeStringField("stream", stream);
            json.writeStringField("state", "deleting");
            json.writeBooleanField("dry_run", dryRun);
            json.writeStringField("data", state.data().text());
            json.writeStringField("since", state.since().toString());
            json.writeNumberField("events", begun.holdings().events());
            json.writeNumberField("dead_letters", begun.holdings().deadLetters());
            List<String> groups = begun.holdings().consumerGroups();
            if (groups == null) {
                json.writeNullField("consumer_groups");
            } else {
                json.writeArrayFieldStart("consumer_groups");
                for (String group : groups) {
                    json.writeString(group);
                }
                json.writeEndArray();
            }
            json.writeStringField("detail",
                    (dryRun ? "Nothing was changed. The deletion has these effects: " : "") + switch (state.data()) {
                        case KEEP -> "Events are no longer accepted. batch-service merges the remaining events; the "
                                + "topics, the table and the contract are kept";
                        case DELETE ->
                            "Events are no longer accepted. batch-service deletes both topics and the table, "
                                    + "including accepted events that are not merged yet";
                        case KEEP_UNLESS_EMPTY ->
                            "Events are no longer accepted. batch-service deletes the topics if they are "
                                    + "still empty and no table exists; otherwise everything is kept";
                    });
        });
        return Response.status(dryRun ? OK : ACCEPTED).type("application/json").entity(body).build();
    }

    private static ProblemException notThere() {
        return problem(ProblemCode.UNKNOWN_STREAM,
                "The stream does not exist. If it was deleted with its data kept, ?data=delete "
                        + "deletes the data. GET /v1/streams lists the streams");
    }

    private static ProblemException problem(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }
}
