package io.millrace.ingest.http;

import jakarta.enterprise.context.ApplicationScoped;

import io.millrace.contracts.Contract;
import io.millrace.contracts.StreamName;
import io.millrace.ingest.ContractRefresh;
import io.millrace.ingest.Draining;
import io.millrace.ingest.EventCount;
import io.millrace.ingest.IngestConfig;
import io.millrace.ingest.IngestMetrics;
import io.millrace.ingest.Lookup;
import io.millrace.ingest.admission.BodyFormat;
import io.millrace.ingest.publish.Breaker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Refuses what can be refused without reading the body. */
@ApplicationScoped
class FrontDoor {
    /** What is known of a request that may be read. */
    record Entry(Contract contract, BodyFormat format) {}

    private final ContractRefresh contracts;
    private final Breaker breaker;
    private final Draining draining;
    private final IngestMetrics metrics;
    private final IngestConfig limits;
    private final Vertx vertx;

    FrontDoor(ContractRefresh contracts, Breaker breaker, Draining draining, IngestMetrics metrics,
            IngestConfig limits, Vertx vertx) {
        this.contracts = contracts;
        this.breaker = breaker;
        this.draining = draining;
        this.metrics = metrics;
        this.limits = limits;
        this.vertx = vertx;
    }

    IngestConfig limits() {
        return limits;
    }

    /** Lets a request in, or fails with a {@link ProblemException}. */
    Future<Entry> enter(Exchange exchange, String stream) {
        if (draining.begun()) {
            return refuse(ProblemCode.DRAINING, "Send the request again; another instance will take it");
        }
        return find(stream).onFailure(this::countUnknown).compose(contract -> {
            BodyFormat format = MediaTypes.format(exchange.request().getHeader("Content-Type"));
            if (format == null) {
                exchange.context().response().putHeader("Accept-Post", String.join(", ", MediaTypes.ACCEPTED));
                return refuse(contract, ProblemCode.UNSUPPORTED_MEDIA_TYPE, EventCount.REFUSED,
                        "Send events as one of " + MediaTypes.ACCEPTED + ", in UTF-8");
            }
            if (breaker.turnsAway()) {
                return refuse(contract, ProblemCode.KAFKA_UNAVAILABLE, EventCount.NOT_STORED,
                        "Nothing was sent: Kafka did not acknowledge the last requests");
            }
            return Future.succeededFuture(new Entry(contract, format));
        });
    }

    /** Finds the contract of a stream, or fails with a {@link ProblemException}. */
    Future<Contract> find(String stream) {
        if (!StreamName.isLegal(stream)) {
            return unknown();
        }
        return Future.fromCompletionStage(contracts.find(new StreamName(stream)), vertx.getOrCreateContext())
                .compose(lookup -> switch (lookup) {
                    case Lookup.Found found -> Future.succeededFuture(found.contract());
                    case Lookup.Unknown unknown -> unknown();
                    case Lookup.RegistryAway away -> refuse(ProblemCode.REGISTRY_UNAVAILABLE,
                            "The stream is not known here, and the registry does not answer; send it again later");
                });
    }

    private void countUnknown(Throwable fault) {
        if (fault instanceof ProblemException answer && answer.problem().code() == ProblemCode.UNKNOWN_STREAM) {
            metrics.events(null, EventCount.REFUSED, 1);
        }
    }

    private static <T> Future<T> unknown() {
        return refuse(ProblemCode.UNKNOWN_STREAM,
                "The streams are listed at /v1/streams; a stream exists when its contract is in the registry");
    }

    private <T> Future<T> refuse(Contract contract, ProblemCode code, EventCount count, String detail) {
        metrics.events(contract.stream(), count, 1);
        return Future.failedFuture(new ProblemException(
                Problem.of(code, detail).about(contract.stream().value(), contract.title())));
    }

    private static <T> Future<T> refuse(ProblemCode code, String detail) {
        return Future.failedFuture(new ProblemException(Problem.of(code, detail)));
    }
}
