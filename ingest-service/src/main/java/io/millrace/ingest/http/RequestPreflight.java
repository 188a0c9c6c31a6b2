package io.millrace.ingest.http;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.CloudEventAttributes;
import io.millrace.ingest.admission.format.StreamRouting;
import io.millrace.ingest.catalog.StreamFinder;
import io.millrace.ingest.catalog.StreamLookup;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.health.Draining;
import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.CloudEventHeaders;
import io.millrace.ingest.http.syntax.IdempotencyKey;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.http.syntax.Preferences;
import io.millrace.ingest.metrics.EventCount;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.publish.PublishBreaker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** The checks on a request that need no body: stream, authorisation, media type, headers, circuit breaker. */
@Singleton
public class RequestPreflight {
    private static final Set<ProblemCode> NOT_THERE = EnumSet.of(ProblemCode.UNKNOWN_STREAM,
            ProblemCode.STREAM_DELETING);

    private final StreamFinder streams;
    private final ContractCatalog catalog;
    private final PublishBreaker breaker;
    private final Draining draining;
    private final IngestMetrics metrics;
    private final IngestConfig limits;
    private final Vertx vertx;

    RequestPreflight(StreamFinder streams, ContractCatalog catalog, PublishBreaker breaker, Draining draining,
            IngestMetrics metrics,
            IngestConfig limits, Vertx vertx) {
        this.streams = streams;
        this.catalog = catalog;
        this.breaker = breaker;
        this.draining = draining;
        this.metrics = metrics;
        this.limits = limits;
        this.vertx = vertx;
    }

    public IngestConfig limits() {
        return limits;
    }

    /** Accepts a request whose events go to one stream, or fails with a {@link ProblemException}. */
    public Future<AcceptedRequest> enter(RequestContext exchange, String stream, EventRoute route) {
        if (draining.begun()) {
            return refuse(ProblemCode.DRAINING,
                    "The instance is shutting down. Retry; another instance will take the request");
        }
        Authenticator.requireWrite(exchange, stream);
        return find(stream).onFailure(this::countUnknown).compose(contract -> {
            exchange.stream(contract.stream());
            Optional<StreamContracts> contracts = catalog.find(contract.stream());
            if (contracts.isEmpty()) {
                // It was deleted a moment ago.
                return unknown();
            }
            StreamRouting routing = StreamRouting.to(contracts.get());
            return judged(contract, () -> accepted(exchange, contract, routing, route));
        });
    }

    /** Accepts a request whose events name their streams, or fails with a {@link ProblemException}. */
    public Future<AcceptedRequest> enter(RequestContext exchange, StreamRouting routing, EventRoute route) {
        if (draining.begun()) {
            return refuse(ProblemCode.DRAINING,
                    "The instance is shutting down. Retry; another instance will take the request");
        }
        return judged(null, () -> {
            if (!catalog.loaded()) {
                throw new ProblemException(Problem.of(ProblemCode.REGISTRY_UNAVAILABLE,
                        "The contracts are not loaded yet, because the registry does not respond. Retry later"));
            }
            return accepted(exchange, null, routing, route);
        });
    }

    private Future<AcceptedRequest> judged(@Nullable Contract contract, Supplier<AcceptedRequest> accepted) {
        try {
            return Future.succeededFuture(accepted.get());
        } catch (ProblemException refused) {
            EventCount count = refused.problem().code().isOurs()
                    ? EventCount.NOT_STORED
                    : EventCount.REFUSED;
            metrics.refused(contract == null ? null : contract.stream(), count, 1);
            return Future.failedFuture(contract == null
                    ? refused
                    : new ProblemException(refused.problem().about(contract.stream().value(), contract.title())));
        }
    }

    private AcceptedRequest accepted(RequestContext exchange, @Nullable Contract contract, StreamRouting routing,
            EventRoute route) {
        BodyFormat format = route.types().format(exchange.request().getHeader("Content-Type"));
        boolean takesCloudEvents = route.types().accepted().contains("application/cloudevents-batch+json");
        CloudEventAttributes attributes = takesCloudEvents && format != BodyFormat.CLOUD_EVENTS
                && CloudEventHeaders.areIn(exchange.request()) ? CloudEventHeaders.of(exchange.request()) : null;
        if (attributes != null) {
            format = CloudEventHeaders.format(attributes);
        }
        if (format == null) {
            exchange.context().response().putHeader("Accept-Post", String.join(", ", route.types().accepted()));
            MediaTypes.requireUtf8(exchange.request().getHeader("Content-Type"));
            throw new ProblemException(Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send events as one of " + route.types().accepted() + ", in UTF-8"));
        }
        ContentCoding coding = exchange.coding();
        Long schemaId = format == BodyFormat.AVRO ? CloudEventHeaders.schemaId(exchange.request(), attributes) : null;
        IdempotencyKey key = route.eventId() == null ? IdempotencyKey.of(exchange.request().headers()) : null;
        Preferences preferences = exchange.preferences();
        if (route.sends() && breaker.turnsAway()) {
            throw new ProblemException(Problem.of(ProblemCode.KAFKA_UNAVAILABLE,
                    "Nothing was sent, because Kafka did not acknowledge the last requests. Retry later"));
        }
        OnInvalid policy = contract == null
                ? route.onInvalid()
                : limits.onInvalid().getOrDefault(contract.stream().value(), route.onInvalid());
        return new AcceptedRequest(contract, routing, format, coding, route.eventId(), key, preferences,
                preferences.onInvalid(policy),
                attributes, schemaId,
                preferences.timestamps() == null ? limits.timestamps() : preferences.timestamps());
    }

    /**
     * Finds the contract of a stream that the caller is authorised to read, or fails with a {@link ProblemException}.
     */
    public Future<Contract> show(RequestContext exchange, String stream) {
        Authenticator.requireRead(exchange, stream);
        return deleting(stream).<Future<Contract>>map(Future::succeededFuture).orElseGet(() -> find(stream));
    }

    /** A stream that is being deleted can still be read. */
    private Optional<Contract> deleting(String stream) {
        return Optional.of(stream).filter(StreamName::isLegal).map(StreamName::new)
                .filter(name -> catalog.state(name) instanceof StreamState.Deleting).flatMap(catalog::find)
                .map(StreamContracts::latest);
    }

    /** The problem of a stream that accepts neither events nor contracts, because it is being deleted. */
    public static Problem beingDeleted(StreamState.Deleting state) {
        return Problem.of(ProblemCode.STREAM_DELETING,
                "The deletion of the stream began at " + state.since() + " (data="
                        + state.data().text()
                        + "). When the deletion is complete, the stream can be created again with PUT "
                        + "/v1/streams/{stream}");
    }

    /** Finds the contract of a stream, or fails with a {@link ProblemException}. */
    private Future<Contract> find(String stream) {
        if (!StreamName.isLegal(stream)) {
            return unknown();
        }
        return Future.fromCompletionStage(streams.find(new StreamName(stream)), vertx.getOrCreateContext())
                .compose(lookup -> switch (lookup) {
                    case StreamLookup.Found found -> Future.succeededFuture(found.contract());
                    case StreamLookup.BeingDeleted deleting ->
                        Future.failedFuture(new ProblemException(beingDeleted(deleting.state())));
                    case StreamLookup.Unknown unknown -> unknown();
                    case StreamLookup.NotLoaded early -> refuse(ProblemCode.REGISTRY_UNAVAILABLE,
                            "The contracts are not loaded yet: this instance has just started, or the registry has not"
                                    + " answered since; retry later");
                    case StreamLookup.RegistryAway away -> refuse(ProblemCode.REGISTRY_UNAVAILABLE,
                            "The stream is unknown to this instance, and the registry does not respond. Retry later");
                });
    }

    private void countUnknown(Throwable fault) {
        if (fault instanceof ProblemException answer && NOT_THERE.contains(answer.problem().code())) {
            metrics.refused(null, EventCount.REFUSED, 1);
        }
    }

    private static <T> Future<T> unknown() {
        return refuse(ProblemCode.UNKNOWN_STREAM,
                "A stream exists when its contract is in the registry. GET /v1/streams lists the streams");
    }

    private static <T> Future<T> refuse(ProblemCode code, String detail) {
        return Future.failedFuture(new ProblemException(Problem.of(code, detail)));
    }
}
