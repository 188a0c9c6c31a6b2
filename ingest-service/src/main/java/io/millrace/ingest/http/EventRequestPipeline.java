package io.millrace.ingest.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.AdmissionVerdict;
import io.millrace.ingest.admission.EventAdmission;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.metrics.EventCount;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.outcome.BatchOutcome;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.outcome.EventResult;
import io.millrace.ingest.publish.EventBatch;
import io.millrace.ingest.publish.EventPublisher;
import io.millrace.ingest.publish.Publication;
import io.millrace.ingest.publish.RequestMetadata;
import io.millrace.ingest.tracing.RequestTrace;
import io.millrace.ingest.tracing.SendTrace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Processes an accepted request: reads its body within the memory budget, validates it as a whole, sends its events and
 * counts their outcomes. The response is a success only when Kafka acknowledged every event that was to be sent.
 */
@Singleton
public class EventRequestPipeline {
    /** Builds the response to a successful request. */
    public interface Answer {
        ResponseBody of(List<EventResult> results);
    }

    private static final int FEWEST_WORKERS = 2;
    /** In bytes; validating a body of this size takes some tens of microseconds. */
    private static final int SHORT_BODY = 8_192;

    private record Counted(@Nullable StreamName stream, EventCount outcome) {}

    private final RequestPreflight preflight;
    private final Authenticator authenticator;
    private final BodyReader bodies;
    private final ByteBudget budget;
    private final EventAdmission admission;
    private final EventPublisher publisher;
    private final IngestMetrics metrics;
    private final Vertx vertx;
    /**
     * Bounds the bodies that are validated at the same time: more would not be faster, and each needs a multiple of its
     * length.
     */
    private final WorkerExecutor workers;
    /** For small bodies, so that they do not wait behind large ones. */
    private final WorkerExecutor quickWorkers;

    EventRequestPipeline(RequestPreflight preflight, Authenticator authenticator, BodyReader bodies, ByteBudget budget,
            EventAdmission admission,
            EventPublisher publisher, IngestMetrics metrics, Vertx vertx) {
        this.preflight = preflight;
        this.authenticator = authenticator;
        this.bodies = bodies;
        this.budget = budget;
        this.admission = admission;
        this.publisher = publisher;
        this.metrics = metrics;
        this.vertx = vertx;
        int count = Math.max(FEWEST_WORKERS, Runtime.getRuntime().availableProcessors());
        this.workers = vertx.createSharedWorkerExecutor("admission", count);
        this.quickWorkers = vertx.createSharedWorkerExecutor("admission-small", count);
    }

    @PreDestroy
    void close() {
        var unused = Future.all(workers.close(), quickWorkers.close());
    }

    /** Sends the events of a request. */
    public Future<ResponseBody> take(RequestContext exchange, AcceptedRequest accepted, Answer answer) {
        long start = System.nanoTime();
        return judged(exchange, accepted, (admitted, share) -> send(exchange, accepted, admitted, share)
                .map(results -> {
                    ResponseBody response = answer.of(counted(results));
                    answered(results, Duration.ofNanos(System.nanoTime() - start));
                    return response;
                }));
    }

    /** Validates the events of a request and sends nothing. */
    public Future<ResponseBody> validate(RequestContext exchange, AcceptedRequest accepted) {
        return judged(exchange, accepted, (admitted, share) -> {
            share.close();
            return Future.succeededFuture(
                    Responses.validated(exchange, counted(EventResults.all(admitted, new EventOutcome.Valid()))));
        });
    }

    /** The step after validation. Closes the share when the request needs no memory any more. */
    private interface Next {
        Future<ResponseBody> go(AdmissionVerdict.Admitted admitted, ByteBudget.Share share);
    }

    private Future<ResponseBody> judged(RequestContext exchange, AcceptedRequest accepted, Next next) {
        ByteBudget.Share share = budget.open();
        return bodies.read(exchange, share)
                .onFailure(fault -> refused(accepted, share, fault))
                .compose(body -> isOneShortEvent(accepted, body)
                        ? judge(exchange, accepted, body, share, next)
                        // Slow, or waits for Kafka: not on the event loop.
                        : workersFor(body).executeBlocking(() -> judge(exchange, accepted, body, share, next), false)
                                .compose(sent -> sent))
                .recover(fault -> Future.failedFuture(named(fault, accepted)));
    }

    private WorkerExecutor workersFor(byte[] body) {
        return body.length <= ByteBudget.SMALL ? quickWorkers : workers;
    }

    /** Whether validation and sending take less time than the hand-over to a worker. */
    private static boolean isOneShortEvent(AcceptedRequest accepted, byte[] body) {
        return accepted.format() == BodyFormat.JSON && body.length > 0 && body.length <= SHORT_BODY && body[0] == '{'
                && accepted.coding() == ContentCoding.IDENTITY;
    }

    private Future<ResponseBody> judge(RequestContext exchange, AcceptedRequest accepted, byte[] wire,
            ByteBudget.Share share, Next next) {
        AdmissionVerdict verdict;
        long start = System.nanoTime();
        try {
            authenticator.body(exchange, wire, accepted.stream());
            byte[] body = bodies.decoded(accepted.coding(), wire, share);
            verdict = admission.admit(
                    accepted.admissionRequest(body, exchange.principal(), share::take));
            metrics.validated(Duration.ofNanos(System.nanoTime() - start));
        } catch (RuntimeException fault) {
            refused(accepted, share, fault);
            throw fault;
        }
        if (accepted.preferences().handling() != null) {
            exchange.applied(accepted.preferences().handling().text());
        }
        if (accepted.preferences().timestamps() != null) {
            exchange.applied("timestamps=" + accepted.preferences().timestamps().name().toLowerCase(Locale.ROOT));
        }
        return switch (verdict) {
            case AdmissionVerdict.Refused refused -> {
                refused(accepted, share, EventCount.REFUSED, Math.max(1, refused.refusal().events()));
                yield Future
                        .failedFuture(
                                new ProblemException(RefusalProblems.problem(refused.refusal(), preflight.limits())));
            }
            case AdmissionVerdict.Admitted admitted -> {
                received(admitted);
                try {
                    yield next.go(admitted, share);
                } catch (RuntimeException fault) {
                    share.close();
                    var unused = counted(EventResults.all(admitted, new EventOutcome.Unknown()));
                    throw fault;
                }
            }
        };
    }

    private Future<List<EventResult>> send(RequestContext exchange, AcceptedRequest accepted,
            AdmissionVerdict.Admitted admitted,
            ByteBudget.Share share) {
        if (admitted.outgoing().isEmpty()) {
            share.close();
            return Future.succeededFuture(EventResults.all(admitted, new EventOutcome.Skipped()));
        }
        RequestTrace trace = exchange.trace();
        if (trace == null) {
            return send(exchange, accepted, admitted, share, exchange.traceparent());
        }
        StreamName only = EventResults.onlyStream(admitted);
        SendTrace sending = trace.send(only == null ? null : only.value(), admitted.outgoing().size());
        try {
            return send(exchange, accepted, admitted, share, sending.traceparent())
                    .onComplete(sent -> sending.ended(sent.succeeded() ? null : kind(sent.cause())));
        } catch (RuntimeException fault) {
            sending.ended(kind(fault));
            throw fault;
        }
    }

    private static String kind(Throwable fault) {
        return fault instanceof ProblemException answer
                ? answer.problem().code().text()
                : fault.getClass().getName();
    }

    /**
     * @param traceparent
     *            the trace context that the records carry; null for none
     */
    private Future<List<EventResult>> send(RequestContext exchange, AcceptedRequest accepted,
            AdmissionVerdict.Admitted admitted, ByteBudget.Share share, @Nullable String traceparent) {
        RequestMetadata origin = new RequestMetadata(exchange.correlationId(), traceparent, exchange.tracestate(),
                exchange.principal().name(), accepted.source(), exchange.contentType());
        EventBatch batch = new EventBatch(origin, admitted.outgoing());
        if (accepted.preferences().waitSeconds() != null) {
            exchange.applied("wait=" + accepted.preferences().waitSeconds());
        }
        return Context.isOnEventLoopThread() && publisher.waitsForMetadata(batch)
                ? quickWorkers.executeBlocking(() -> send(accepted, admitted, batch, share), false)
                        .compose(sent -> sent)
                : send(accepted, admitted, batch, share);
    }

    private Future<List<EventResult>> send(AcceptedRequest accepted, AdmissionVerdict.Admitted admitted,
            EventBatch batch, ByteBudget.Share share) {
        Publication publication = publisher.publish(batch,
                accepted.preferences().patience(preflight.limits().ackTimeout()));
        var unused = publication.settled().whenComplete((done, fault) -> share.close());
        return Future.fromCompletionStage(publication.result(), vertx.getOrCreateContext())
                .compose(published -> switch (published) {
                    case BatchOutcome.AllStored stored ->
                        Future.succeededFuture(EventResults.sent(admitted, stored.events()));
                    case BatchOutcome.NoneStored notStored -> {
                        var counted = counted(EventResults.all(admitted, new EventOutcome.NotStored()));
                        String none = "None of " + counted.size() + " events was sent: ";
                        yield Future.failedFuture(new ProblemException(notStored.full()
                                ? Problem.of(ProblemCode.OVERLOADED, none
                                        + "the memory for events on their way to Kafka is full; retry later")
                                : Problem.of(ProblemCode.KAFKA_UNAVAILABLE, none + notStored.reason())));
                    }
                    case BatchOutcome.InDoubt inDoubt -> Future.failedFuture(new ProblemException(
                            inDoubt(counted(EventResults.sent(admitted, inDoubt.events())), inDoubt)));
                });
    }

    private static Problem inDoubt(List<EventResult> results, BatchOutcome.InDoubt inDoubt) {
        boolean unknown = inDoubt.events().stream().anyMatch(EventOutcome.Unknown.class::isInstance);
        long stored = results.stream().filter(r -> r.ending() instanceof EventOutcome.Stored).count();
        return Problem.of(ProblemCode.ACK_TIMEOUT, stored + " of " + results.size()
                + " events are known to be stored. Retry with the same event ids ("
                + inDoubt.reason() + ")").leaving(unknown ? Problem.Outcome.UNKNOWN : Problem.Outcome.PARTIAL, results);
    }

    private void received(AdmissionVerdict.Admitted admitted) {
        StreamName only = EventResults.onlyStream(admitted);
        if (only == null) {
            tally(EventResults.all(admitted, new EventOutcome.Unknown()), EventResult::stream, metrics::received);
        } else {
            metrics.received(only, admitted.events().size());
        }
    }

    private List<EventResult> counted(List<EventResult> results) {
        Map<StreamName, Boolean> failed = new HashMap<>(2);
        tally(results, result -> new Counted(result.stream(), result.ending().counted()), (what, events) -> {
            metrics.events(what.stream(), what.outcome(), events);
            if (what.stream() != null && what.outcome() != EventCount.SKIPPED) {
                failed.merge(what.stream(), what.outcome().isFailure(), Boolean::logicalOr);
            }
        });
        failed.forEach(metrics::judged);
        if (results.stream().anyMatch(EventResult::idGenerated)) {
            tally(results.stream().filter(EventResult::idGenerated).toList(), EventResult::stream,
                    metrics::idsGenerated);
        }
        return results;
    }

    private void answered(List<EventResult> results, Duration took) {
        tally(results.stream().filter(result -> result.ending() instanceof EventOutcome.Stored).toList(),
                EventResult::stream, (stream, events) -> metrics.answered(stream, took));
    }

    /** Counts the results in a row that are of one kind. */
    private static <K extends @Nullable Object> void tally(List<EventResult> results, Function<EventResult, K> kind,
            ObjIntConsumer<K> counter) {
        int from = 0;
        for (int i = 1; i <= results.size(); i++) {
            K first = kind.apply(results.get(from));
            if (i == results.size() || !Objects.equals(first, kind.apply(results.get(i)))) {
                counter.accept(first, i - from);
                from = i;
            }
        }
    }

    private void refused(AcceptedRequest accepted, ByteBudget.Share share, Throwable fault) {
        boolean ours = !(fault instanceof ProblemException answer) || answer.problem().code().isOurs();
        refused(accepted, share, ours ? EventCount.NOT_STORED : EventCount.REFUSED, 1);
    }

    private void refused(AcceptedRequest accepted, ByteBudget.Share share, EventCount count, int events) {
        share.close();
        metrics.refused(accepted.stream(), count, events);
    }

    private static Throwable named(Throwable fault, AcceptedRequest accepted) {
        return fault instanceof ProblemException answer && accepted.contract() != null
                ? new ProblemException(answer.problem().about(accepted.contract().stream().value(),
                        accepted.contract().title()))
                : fault;
    }
}
