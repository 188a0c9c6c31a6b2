package io.millrace.ingest.http.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.RequestPreflight;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.EntityTags;
import io.millrace.ingest.http.syntax.QueryParameters;
import io.millrace.ingest.sqlview.SqlDialect;
import io.millrace.ingest.sqlview.TableView;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Lists and describes streams. */
@Path("/v1/streams")
public class StreamsResource {
    private static final String DIALECT = "dialect";
    private static final String TABLE_NAME = "table";
    /** The query parameters of {@link #view}. */
    static final Set<String> VIEW_PARAMETERS = Set.of(DIALECT, TABLE_NAME);
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9._:/=-]{1,500}");

    private final RequestPreflight preflight;
    private final ContractCatalog catalog;
    private final IngestConfig limits;

    StreamsResource(RequestPreflight preflight, ContractCatalog catalog, IngestConfig limits) {
        this.preflight = preflight;
        this.catalog = catalog;
        this.limits = limits;
    }

    /** Every stream. */
    @GET
    public Response list(@Context RoutingContext context) {
        if (!catalog.loaded()) {
            throw new ProblemException(Problem.of(ProblemCode.REGISTRY_UNAVAILABLE,
                    "The contracts are not loaded yet, because the registry does not respond. Retry later"));
        }
        Map<StreamName, StreamContracts> streams = new TreeMap<>(catalog.streams());
        streams.keySet().removeIf(stream -> !new RequestContext(context).principal().mayRead(stream.value()));
        return Responses.ok(json -> {
            json.writeArrayFieldStart("streams");
            for (StreamContracts contracts : streams.values()) {
                json.writeStartObject();
                new StreamDescription(limits, context).write(json, contracts.latest());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** One stream. */
    @GET
    @Path("/{stream}")
    public Uni<Response> stream(@PathParam("stream") String stream, @Context RoutingContext context) {
        return AsyncResponses
                .of(() -> preflight.show(new RequestContext(context), stream).map(contract -> Responses.ok(json -> {
                    new StreamDescription(limits, context).write(json, contract);
                    if (catalog.state(contract.stream()) instanceof StreamState.Deleting deleting) {
                        json.writeObjectFieldStart("deletion");
                        json.writeStringField("data", deleting.data().text());
                        json.writeStringField("since", deleting.since().toString());
                        json.writeEndObject();
                    }
                })));
    }

    /** The Avro schema of the latest contract of a stream, as it was registered but for white space. */
    @GET
    @Path("/{stream}/schema")
    public Uni<Response> schema(@PathParam("stream") String stream, @Context RoutingContext context) {
        return AsyncResponses.of(() -> preflight.show(new RequestContext(context), stream).map(contract -> {
            String tag = StreamDescription.fingerprint(contract);
            EntityTags known = EntityTags.of(context.request(), "If-None-Match");
            boolean fresh = known != null && known.matchWeakly(tag);
            return (fresh
                    ? Response.notModified()
                    : Response.ok(contract.schema().toString(true), "application/json")).tag(tag).build();
        }));
    }

    /** The SQL that makes a view of the stream's table in which rows from before a field was added show its default. */
    @GET
    @Path("/{stream}/view")
    public Uni<Response> view(@PathParam("stream") String stream, @Context RoutingContext context) {
        return AsyncResponses.of(() -> preflight.show(new RequestContext(context), stream).map(contract -> {
            QueryParameters parameters = QueryParameters.of(context, VIEW_PARAMETERS);
            SqlDialect sql = parameters.value(DIALECT, "one of " + List.of(SqlDialect.values()),
                    text -> Arrays.stream(SqlDialect.values()).filter(d -> d.toString().equals(text)).findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("no dialect")));
            if (sql == null) {
                throw new ProblemException(Problem.of(ProblemCode.BAD_REQUEST,
                        "The query parameter dialect is required: one of " + List.of(SqlDialect.values())));
            }
            String table = parameters.value(TABLE_NAME, "a name or a path of A-Z a-z 0-9 . _ : / = -", text -> {
                if (!TABLE.matcher(text).matches()) {
                    throw new IllegalArgumentException("no table");
                }
                return text;
            });
            StreamContracts contracts = catalog.find(contract.stream()).orElseThrow();
            return Response.ok(TableView.of(contracts, sql, table == null ? stream : table),
                    "application/sql;charset=UTF-8").build();
        }));
    }
}
