package io.millrace.ingest.http.resource;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.type.SharedType;
import io.millrace.ingest.http.Authenticator;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.http.problem.JsonResponses;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.QueryParameters;
import io.millrace.ingest.streamadmin.TypeAdministration;
import io.millrace.ingest.streamadmin.TypeChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/** Registers and reads the types that contracts share. */
@Path("/v1/types")
public class TypesResource {
    private static final String DRY_RUN = "dry-run";
    /** The query parameters of {@link #put}. */
    static final Set<String> PARAMETERS = Set.of(DRY_RUN);
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final TypeAdministration types;
    private final SchemaBodies bodies;
    private final Vertx vertx;

    TypesResource(TypeAdministration types, SchemaBodies bodies, Vertx vertx) {
        this.types = types;
        this.bodies = bodies;
        this.vertx = vertx;
    }

    /** Every type, with the streams that use it. */
    @GET
    public Uni<Response> list(@Context RoutingContext context) {
        return AsyncResponses.of(() -> blocking(() -> {
            List<TypeName> names = types.names();
            return Responses.ok(json -> {
                json.writeArrayFieldStart("types");
                for (TypeName name : names) {
                    json.writeStartObject();
                    json.writeStringField("type", name.value());
                    json.writeArrayFieldStart("streams");
                    for (var user : types.users(name)) {
                        if (new RequestContext(context).principal().mayRead(user.stream().value())) {
                            json.writeString(user.stream().value());
                        }
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        }));
    }

    /** The newest version of a type, and the streams that use the type. */
    @GET
    @Path("/{type}")
    public Uni<Response> type(@PathParam("type") String type, @Context RoutingContext context) {
        return AsyncResponses.of(() -> {
            if (!TypeName.isLegal(type)) {
                return Future.failedFuture(unknown());
            }
            return blocking(() -> {
                SharedType newest = types.newest(new TypeName(type)).orElseThrow(TypesResource::unknown);
                TypeDescription described = describe(newest, context);
                byte[] body = JsonResponses.object(described::write);
                return Response.ok(body, "application/json").tag(described.fingerprint()).build();
            });
        });
    }

    /**
     * Makes the Avro schema in the body the newest version of the type. With {@code If-Match} only when one of its tags is
     * the newest version, with {@code If-None-Match} only when none is.
     */
    @PUT
    @Path("/{type}")
    public Uni<Response> put(@PathParam("type") String type, @Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.of(() -> {
            Authenticator.requireAdmin(exchange);
            if (!TypeName.isLegal(type)) {
                return Future
                        .failedFuture(problem(ProblemCode.BAD_REQUEST, "The name of a shared type is its full name:"
                                + " a namespace and a name of letters, digits and '_', such as example.Region"));
            }
            boolean dryRun = QueryParameters.of(context, PARAMETERS).isOn(DRY_RUN);
            TagCondition condition = TagCondition.of(exchange);
            return bodies.read(exchange, avsc -> answering(() -> {
                TypeName name = new TypeName(type);
                return answer(context, dryRun, dryRun
                        ? types.plan(name, avsc, newest -> condition.holds(newest.map(TypesResource::tag)))
                        : types.apply(name, avsc, newest -> condition.holds(newest.map(TypesResource::tag))));
            }));
        });
    }

    private Response answer(RoutingContext context, boolean dryRun, TypeChange change) {
        return switch (change) {
            case TypeChange.Created created -> done(context, dryRun, "created", created.type());
            case TypeChange.Evolved evolved -> done(context, dryRun, "evolved", evolved.type());
            case TypeChange.Unchanged same -> done(context, dryRun, "unchanged", same.type());
            case TypeChange.NoType refused -> throw new ProblemException(Problem.of(ProblemCode.INVALID_TYPE,
                    "The schema is not a valid shared type; nothing was changed").why(refused.problems()));
            case TypeChange.Conflict refused -> throw new ProblemException(Problem.of(ProblemCode.TYPE_CONFLICT,
                    "Only fields with a default can be added to a shared type; nothing was changed")
                    .why(refused.problems()));
            case TypeChange.Outdated unused -> throw problem(ProblemCode.PRECONDITION_FAILED,
                    "The newest version of the type does not match If-Match or If-None-Match; nothing was changed");
        };
    }

    private Response done(RoutingContext context, boolean dryRun, String change, SharedType type) {
        TypeDescription described = describe(type, context);
        byte[] body = JsonResponses.object(json -> {
            json.writeStringField("change", change);
            json.writeBooleanField("dry_run", dryRun);
            described.write(json);
        });
        Response.ResponseBuilder response = Response.status(change.equals("created") && !dryRun ? CREATED : OK)
                .type("application/json").entity(body);
        return dryRun ? response.build() : response.tag(described.fingerprint()).build();
    }

    private TypeDescription describe(SharedType type, RoutingContext context) {
        return new TypeDescription(type, types.users(type.name()), new RequestContext(context).principal());
    }

    private static String tag(SharedType type) {
        return StreamDescription.fingerprint(type.schema());
    }

    private Future<Response> blocking(Supplier<Response> work) {
        return vertx.getOrCreateContext().executeBlocking(() -> answering(work), false);
    }

    private static Response answering(Supplier<Response> work) {
        try {
            return work.get();
        } catch (RegistryUnavailableException e) {
            throw problem(ProblemCode.REGISTRY_UNAVAILABLE, "The registry does not respond. Retry later");
        }
    }

    private static ProblemException unknown() {
        return problem(ProblemCode.UNKNOWN_SHARED_TYPE,
                "No such type is registered. GET /v1/types lists the shared types");
    }

    private static ProblemException problem(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }
}
