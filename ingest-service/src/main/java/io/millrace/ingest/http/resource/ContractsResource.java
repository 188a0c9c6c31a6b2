package io.millrace.ingest.http.resource;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.IsoDuration;
import io.millrace.contracts.schema.PartitionAdvice;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.Authenticator;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.RequestPreflight;
import io.millrace.ingest.http.problem.JsonResponses;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.QueryParameters;
import io.millrace.ingest.streamadmin.ContractAdministration;
import io.millrace.ingest.streamadmin.ContractChange;
import io.millrace.ingest.streamadmin.TopicOptions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Creates streams and evolves their contracts. */
@Path("/v1/streams")
public class ContractsResource {
    private static final String DRY_RUN = "dry-run";
    private static final String PARTITIONS = "partitions";
    private static final String REPLICATION_FACTOR = "replication-factor";
    private static final String MIN_INSYNC_REPLICAS = "min-insync-replicas";
    private static final String RETENTION = "retention";
    private static final String DEAD_LETTER_RETENTION = "dead-letter-retention";
    /** The query parameters of {@link #put}. */
    static final Set<String> PARAMETERS = Set.of(DRY_RUN, PARTITIONS, REPLICATION_FACTOR, MIN_INSYNC_REPLICAS,
            RETENTION,
            DEAD_LETTER_RETENTION);
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,2}|1000");
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final ContractAdministration contracts;
    private final SchemaBodies bodies;
    private final IngestConfig limits;

    ContractsResource(ContractAdministration contracts, SchemaBodies bodies, IngestConfig limits) {
        this.contracts = contracts;
        this.bodies = bodies;
        this.limits = limits;
    }

    /**
     * Makes the Avro schema in the body the contract of the stream, as {@link #PARAMETERS} say. With {@code If-Match}
     * only when one of its tags is the latest schema, with {@code If-None-Match} only when none is.
     */
    @PUT
    @Path("/{stream}")
    public Uni<Response> put(@PathParam("stream") String stream, @Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        return AsyncResponses.of(() -> {
            Authenticator.requireAdmin(exchange);
            if (!StreamName.isLegal(stream)) {
                return Future.failedFuture(problem(ProblemCode.BAD_REQUEST,
                        "A stream name is a lower-case letter followed by up to 99 lower-case letters, "
                                + "digits, '-' or '_', not ending in '_bronze' or '_dlq'"));
            }
            QueryParameters parameters = QueryParameters.of(context, PARAMETERS);
            TopicOptions wish = wish(parameters);
            boolean dryRun = parameters.isOn(DRY_RUN);
            TagCondition condition = TagCondition.of(exchange);
            return bodies.read(exchange, avsc -> answer(context, dryRun, change(new StreamName(stream), avsc, wish,
                    latest -> condition.holds(latest.map(StreamDescription::fingerprint)), dryRun)));
        });
    }

    private ContractChange change(StreamName stream, String avsc, TopicOptions wish,
            Predicate<Optional<Contract>> expected,
            boolean dryRun) {
        try {
            return dryRun
                    ? contracts.plan(stream, avsc, wish, expected)
                    : contracts.apply(stream, avsc, wish, expected);
        } catch (RegistryUnavailableException e) {
            throw problem(ProblemCode.REGISTRY_UNAVAILABLE, "The registry does not respond. Retry later");
        }
    }

    private Response answer(RoutingContext context, boolean dryRun, ContractChange change) {
        return switch (change) {
            case ContractChange.Created created ->
                done(context, dryRun, "created", created.contract(), Optional.empty());
            case ContractChange.Evolved evolved -> done(context, dryRun, "evolved", evolved.contract(),
                    Optional.of(evolved.before()));
            case ContractChange.Unchanged same -> done(context, dryRun, "unchanged", same.contract(), Optional.empty());
            case ContractChange.Restored restored ->
                done(context, dryRun, "restored", restored.contract(), Optional.empty());
            case ContractChange.BeingDeleted deleting ->
                throw new ProblemException(RequestPreflight.beingDeleted(deleting.state()));
            case ContractChange.NoContract refused -> throw new ProblemException((refused.isOfTheRules()
                    ? Problem.of(ProblemCode.INVALID_RULE,
                            "A rule that cannot be run is not left out; nothing was changed")
                    : Problem.of(ProblemCode.NO_CONTRACT, "The schema is not a valid contract; nothing was changed"))
                    .why(refused.problems()));
            case ContractChange.Conflict refused -> throw new ProblemException(Problem.of(ProblemCode.CONTRACT_CONFLICT,
                    refused.isOfTheTopic()
                            ? "The topic of the stream cannot have these settings; nothing was changed"
                            : "Only fields with a default can be added to a contract; nothing was changed")
                    .why(refused.problems()));
            case ContractChange.Outdated unused -> throw problem(ProblemCode.PRECONDITION_FAILED,
                    "The latest contract does not match If-Match or If-None-Match; nothing was changed");
            case ContractChange.KafkaRefused refused -> throw problem(
                    refused.retryable() ? ProblemCode.KAFKA_UNAVAILABLE : ProblemCode.TOPIC_REFUSED, refused.reason());
        };
    }

    private Response done(RoutingContext context, boolean dryRun, String change, Contract contract,
            Optional<Contract> before) {
        byte[] body = JsonResponses.object(json -> {
            json.writeStringField("change", change);
            json.writeBooleanField("dry_run", dryRun);
            new StreamDescription(limits, context).write(json, contract);
            json.writeArrayFieldStart("warnings");
            for (ContractProblem warning : PartitionAdvice.warnings(contract, before)) {
                json.writeStartObject();
                json.writeStringField("pointer", warning.pointer());
                json.writeStringField("reason", warning.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        Response.ResponseBuilder response = Response
                .status((change.equals("created") || change.equals("restored")) && !dryRun ? CREATED : OK)
                .type("application/json").entity(body);
        return dryRun ? response.build() : response.tag(StreamDescription.fingerprint(contract)).build();
    }

    private static TopicOptions wish(QueryParameters parameters) {
        return new TopicOptions(count(parameters, PARTITIONS), count(parameters, REPLICATION_FACTOR),
                count(parameters, MIN_INSYNC_REPLICAS), retention(parameters, RETENTION),
                retention(parameters, DEAD_LETTER_RETENTION));
    }

    private static @Nullable Integer count(QueryParameters parameters, String name) {
        return parameters.value(name, "a number from 1 to 1000", text -> {
            if (!COUNT.matcher(text).matches()) {
                throw new IllegalArgumentException("no count");
            }
            return Integer.valueOf(text);
        });
    }

    private static @Nullable Duration retention(QueryParameters parameters, String name) {
        return parameters.value(name,
                "an ISO 8601 duration in weeks, or in days and time, from PT1H to P36500D, such as"
                        + " P7D; months and years have no fixed length",
                text -> IsoDuration.parse(text)
                        .filter(wanted -> wanted.compareTo(SHORTEST) >= 0 && wanted.compareTo(LONGEST) <= 0)
                        .orElseThrow(() -> new IllegalArgumentException("no retention")));
    }

    private static ProblemException problem(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }
}
