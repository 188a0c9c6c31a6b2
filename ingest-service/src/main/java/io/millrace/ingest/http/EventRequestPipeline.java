package io.millrace.ingest.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.admission.EventAdmission;
import io.millrace.ingest.admission.Verdict;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.admission.format.Naming;
import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.problem.Outcome;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.metrics.EventCount;
import io.millrace.ingest.metrics.IngestMetrics;
import io.millrace.ingest.outcome.Ending;
import io.millrace.ingest.outcome.Fate;
import io.millrace.ingest.outcome.Published;
import io.millrace.ingest.outcome.Result;
import io.millrace.ingest.publish.Batch;
import io.millrace.ingest.publish.EventPublisher;
import io.millrace.ingest.publish.Origin;
import io.millrace.ingest.publish.Publication;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request from the front door to its answer: its body is read and paid for, judged as a whole, sent, and
 * counted. Answers with success when Kafka holds every event that was to be sent, and never otherwise.
 */
@Singleton
public class EventRequestPipeline {
    /** Makes the answer to a request that went well. */
    public interface Answer {
        Reply of(List<Result> results);
    }

    private static final int FEWEST_WORKERS = 2;
    /** Bytes; judging so many takes some tens of microseconds. */
    private static final int SHORT_BODY = 8_192;

    private record Counted(@Nullable StreamName stream, EventCount outcome) {}

    private final FrontDoor frontDoor;
    private final Doorkeeper doorkeeper;
    private final BodyReader bodies;
    private final ByteBudget budget;
    private final EventAdmission admission;
    private final EventPublisher publisher;
    private final IngestMetrics metrics;
    private final Vertx vertx;
    /** So many bodies at a time and no more: it would not be faster, and each holds a multiple of its length meanwhile. */
    private final WorkerExecutor workers;
    /** For small bodies, so that they do not wait behind large ones. */
    private final WorkerExecutor quickWorkers;

    EventRequestPipeline(FrontDoor frontDoor, Doorkeeper doorkeeper, BodyReader bodies, ByteBudget budget, EventAdmission admission,
            EventPublisher publisher, IngestMetrics metrics, Vertx vertx) {
        this.frontDoor = frontDoor;
        this.doorkeeper = doorkeeper;
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
    public Future<Reply> take(Exchange exchange, Entry entry, Answer answer) {
        return judged(exchange, entry, (admitted, share) -> send(exchange, entry, admitted, share)
                .map(results -> answer.of(counted(results))));
    }

    /** Says what would become of the events of a request, and sends nothing. */
    public Future<Reply> validate(Exchange exchange, Entry entry) {
        return judged(exchange, entry, (admitted, share) -> {
            share.close();
            return Future.succeededFuture(
                    Answers.validated(exchange, counted(EventResults.all(admitted, new Ending.Valid()))));
        });
    }

    /** What is done with a request that was admitted. Closes the share when the request holds no memory any more. */
    private interface Next {
        Future<Reply> go(Verdict.Admitted admitted, ByteBudget.Share share);
    }

    private Future<Reply> judged(Exchange exchange, Entry entry, Next next) {
        ByteBudget.Share share = budget.open();
        return bodies.read(exchange, share)
                .onFailure(fault -> refused(entry, share, fault))
                .compose(body -> isOneShortEvent(entry, body)
                        ? judge(exchange, entry, body, share, next)
                        // It takes long, or waits for Kafka in its midst: not on the event loop, where the answer is written.
                        : workersFor(body).executeBlocking(() -> judge(exchange, entry, body, share, next), false)
                                .compose(sent -> sent))
                .recover(fault -> Future.failedFuture(named(fault, entry)));
    }

    private WorkerExecutor workersFor(byte[] body) {
        return body.length <= ByteBudget.SMALL ? quickWorkers : workers;
    }

    /** Whether it is judged and sent sooner than a worker is woken. */
    private static boolean isOneShortEvent(Entry entry, byte[] body) {
        return entry.format() == BodyFormat.JSON && body.length > 0 && body.length <= SHORT_BODY && body[0] == '{'
                && entry.coding() == ContentCoding.IDENTITY;
    }

    private Future<Reply> judge(Exchange exchange, Entry entry, byte[] wire, ByteBudget.Share share, Next next) {
        Verdict verdict;
        long start = System.nanoTime();
        try {
            doorkeeper.body(exchange, wire);
            if (entry.contract() != null && !exchange.principal().mayWrite(entry.contract().stream().value())) {
                refused(entry, share, EventCount.REFUSED, 1);
                return FrontDoor.forbidden();
            }
            byte[] body = bodies.decoded(entry.coding(), wire, share);
            verdict = admission.admit(
                    entry.offer(body, entry.naming() instanceof Naming.Given given ? given : exchange.naming()));
            metrics.validated(Duration.ofNanos(System.nanoTime() - start));
        } catch (RuntimeException fault) {
            refused(entry, share, fault);
            throw fault;
        }
        if (entry.preferences().handling() != null) {
            exchange.applied(entry.preferences().handling().text());
        }
        if (entry.preferences().timestamps() != null) {
            exchange.applied("timestamps=" + entry.preferences().timestamps().name().toLowerCase(Locale.ROOT));
        }
        return switch (verdict) {
            case Verdict.Refused refused -> {
                refused(entry, share, EventCount.REFUSED, Math.max(1, refused.refusal().events()));
                yield Future
                        .failedFuture(new ProblemException(Refusals.problem(refused.refusal(), frontDoor.limits())));
            }
            case Verdict.Admitted admitted -> {
                received(admitted);
                try {
                    yield next.go(admitted, share);
                } catch (RuntimeException fault) {
                    share.close();
                    var unused = counted(EventResults.all(admitted, new Ending.Unknown()));
                    throw fault;
                }
            }
        };
    }

    private Future<List<Result>> send(Exchange exchange, Entry entry, Verdict.Admitted admitted,
            ByteBudget.Share share) {
        if (admitted.outgoing().isEmpty()) {
            share.close();
            return Future.succeededFuture(EventResults.all(admitted, new Ending.Skipped()));
        }
        Origin origin = new Origin(exchange.correlationId(), exchange.traceparent(), exchange.tracestate(),
                exchange.principal().name(), entry.source(), exchange.contentType());
        Batch batch = new Batch(origin, admitted.outgoing());
        if (entry.preferences().waitSeconds() != null) {
            exchange.applied("wait=" + entry.preferences().waitSeconds());
        }
        return Context.isOnEventLoopThread() && publisher.waitsForMetadata(batch)
                ? quickWorkers.executeBlocking(() -> send(entry, admitted, batch, share), false).compose(sent -> sent)
                : send(entry, admitted, batch, share);
    }

    private Future<List<Result>> send(Entry entry, Verdict.Admitted admitted, Batch batch, ByteBudget.Share share) {
        Publication publication = publisher.publish(batch,
                entry.preferences().patience(frontDoor.limits().ackTimeout()));
        var unused = publication.settled().whenComplete((done, fault) -> share.close());
        return Future.fromCompletionStage(publication.result(), vertx.getOrCreateContext())
                .compose(published -> switch (published) {
                    case Published.Stored stored -> Future.succeededFuture(EventResults.sent(admitted, stored.fates()));
                    case Published.NotStored notStored -> {
                        var counted = counted(EventResults.all(admitted, new Ending.NotStored()));
                        String none = "None of " + counted.size() + " events was sent: ";
                        yield Future.failedFuture(new ProblemException(notStored.full()
                                ? Problem.of(ProblemCode.OVERLOADED, none
                                        + "the memory for events on their way to Kafka is full; send the request again later")
                                : Problem.of(ProblemCode.KAFKA_UNAVAILABLE, none + notStored.reason())));
                    }
                    case Published.InDoubt inDoubt -> Future.failedFuture(new ProblemException(
                            inDoubt(counted(EventResults.sent(admitted, inDoubt.fates())), inDoubt)));
                });
    }

    private static Problem inDoubt(List<Result> results, Published.InDoubt inDoubt) {
        boolean unknown = inDoubt.fates().stream().anyMatch(Fate.Unknown.class::isInstance);
        long stored = results.stream().filter(r -> r.ending() instanceof Ending.Stored).count();
        return Problem.of(ProblemCode.ACK_TIMEOUT, stored + " of " + results.size()
                + " events are known to be stored; send the request again with the same event ids ("
                + inDoubt.reason() + ")").leaving(unknown ? Outcome.UNKNOWN : Outcome.PARTIAL, results);
    }

    private void received(Verdict.Admitted admitted) {
        StreamName only = EventResults.onlyStream(admitted);
        if (only == null) {
            tally(EventResults.all(admitted, new Ending.Unknown()), Result::stream).forEach(metrics::received);
        } else {
            metrics.received(only, admitted.places().size());
        }
    }

    private List<Result> counted(List<Result> results) {
        tally(results, result -> new Counted(result.stream(), result.ending().counted()))
                .forEach((what, events) -> metrics.events(what.stream(), what.outcome(), events));
        if (results.stream().anyMatch(Result::idGenerated)) {
            tally(results.stream().filter(Result::idGenerated).toList(), Result::stream)
                    .forEach(metrics::idsGenerated);
        }
        return results;
    }

    private static <K extends @Nullable Object> Map<K, Integer> tally(List<Result> results, Function<Result, K> kind) {
        Map<K, Integer> tally = new HashMap<>();
        results.forEach(result -> tally.merge(kind.apply(result), 1, Integer::sum));
        return tally;
    }

    private void refused(Entry entry, ByteBudget.Share share, Throwable fault) {
        boolean ours = !(fault instanceof ProblemException answer) || answer.problem().code().isOurs();
        refused(entry, share, ours ? EventCount.NOT_STORED : EventCount.REFUSED, 1);
    }

    private void refused(Entry entry, ByteBudget.Share share, EventCount count, int events) {
        share.close();
        metrics.refused(EventResults.stream(entry), count, events);
    }

    private static Throwable named(Throwable fault, Entry entry) {
        return fault instanceof ProblemException answer && entry.contract() != null
                ? new ProblemException(answer.problem().about(entry.contract().stream().value(),
                        entry.contract().title()))
                : fault;
    }
}
