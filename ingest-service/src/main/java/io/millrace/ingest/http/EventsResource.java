package io.millrace.ingest.http;

import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.contracts.Contract;
import io.millrace.ingest.EventCount;
import io.millrace.ingest.IngestMetrics;
import io.millrace.ingest.admission.ByteBudget;
import io.millrace.ingest.admission.EventAdmission;
import io.millrace.ingest.admission.Verdict;
import io.millrace.ingest.publish.Batch;
import io.millrace.ingest.publish.EventPublisher;
import io.millrace.ingest.publish.Fate;
import io.millrace.ingest.publish.Publication;
import io.millrace.ingest.publish.Published;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/** Takes events. Answers 200 when Kafka holds every event of the request, and never otherwise. */
@Path("/v1/streams")
public class EventsResource {
    private final FrontDoor frontDoor;
    private final BodyReader bodies;
    private final ByteBudget budget;
    private final EventAdmission admission;
    private final EventPublisher publisher;
    private final IngestMetrics metrics;
    private final Vertx vertx;

    EventsResource(FrontDoor frontDoor, BodyReader bodies, ByteBudget budget, EventAdmission admission,
            EventPublisher publisher, IngestMetrics metrics, Vertx vertx) {
        this.frontDoor = frontDoor;
        this.bodies = bodies;
        this.budget = budget;
        this.admission = admission;
        this.publisher = publisher;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    /** One event, an array of events, or one event per line, as the media type says. */
    @POST
    @Path("/{stream}/events")
    public Uni<Response> post(@PathParam("stream") String stream, @Context RoutingContext context) {
        Exchange exchange = new Exchange(context);
        return Uni.createFrom().completionStage(() -> frontDoor.enter(exchange, stream)
                .compose(entry -> take(exchange, entry))
                .toCompletionStage());
    }

    private Future<Response> take(Exchange exchange, FrontDoor.Entry entry) {
        ByteBudget.Share share = budget.open();
        return bodies.read(exchange, share)
                .onFailure(fault -> {
                    metrics.events(entry.contract().stream(), EventCount.REFUSED, 1);
                    share.close();
                })
                .compose(body -> onWorker(exchange, entry, body, share))
                .recover(fault -> Future.failedFuture(named(fault, entry.contract())));
    }

    /** Reading and sending may take long, or block: not on the event loop, which is where the answer is written. */
    private Future<Response> onWorker(Exchange exchange, FrontDoor.Entry entry, byte[] body,
            ByteBudget.Share share) {
        return vertx.getOrCreateContext()
                .executeBlocking(() -> judgeAndSend(exchange, entry, body, share), false)
                .onFailure(fault -> share.close())
                .compose(sent -> sent);
    }

    private Future<Response> judgeAndSend(Exchange exchange, FrontDoor.Entry entry, byte[] body,
            ByteBudget.Share share) {
        Contract contract = entry.contract();
        switch (admission.admit(contract, entry.format(), body)) {
            case Verdict.Refused refused -> {
                share.close();
                metrics.events(contract.stream(), EventCount.REFUSED, Math.max(1, refused.events()));
                return Future.failedFuture(new ProblemException(Refusals.problem(refused, frontDoor.limits())));
            }
            case Verdict.Admitted admitted -> {
                Publication publication = publisher.publish(new Batch(contract.stream(), exchange.correlationId(),
                        exchange.traceparent(), admitted.events()));
                var unused = publication.settled().whenComplete((done, fault) -> share.close());
                return Future.fromCompletionStage(publication.result(), vertx.getOrCreateContext())
                        .compose(published -> answer(exchange, admitted, published));
            }
        }
    }

    private static Future<Response> answer(Exchange exchange, Verdict.Admitted admitted, Published published) {
        return switch (published) {
            case Published.Stored stored ->
                Future.succeededFuture(Answers.stored(exchange, results(admitted, stored.fates())));
            case Published.NotStored notStored -> Future.failedFuture(new ProblemException(
                    Problem.of(ProblemCode.KAFKA_UNAVAILABLE, "Nothing was sent: " + notStored.reason())));
            case Published.InDoubt inDoubt -> Future.failedFuture(new ProblemException(
                    inDoubt(admitted, inDoubt)));
        };
    }

    private static Problem inDoubt(Verdict.Admitted admitted, Published.InDoubt inDoubt) {
        List<Result> results = results(admitted, inDoubt.fates());
        boolean unknown = inDoubt.fates().stream().anyMatch(Fate.Unknown.class::isInstance);
        long stored = results.stream().filter(r -> r.fate() instanceof Fate.Stored).count();
        return Problem.of(ProblemCode.ACK_TIMEOUT, stored + " of " + results.size()
                + " events are known to be stored; send the request again with the same event ids ("
                + inDoubt.reason() + ")").leaving(unknown ? Outcome.UNKNOWN : Outcome.PARTIAL, results);
    }

    private static List<Result> results(Verdict.Admitted admitted, List<? extends Fate> fates) {
        List<Result> results = new ArrayList<>(admitted.slots().size());
        for (int index = 0; index < admitted.slots().size(); index++) {
            int slot = admitted.slots().get(index);
            results.add(new Result(index, admitted.events().get(slot).eventId(), fates.get(slot)));
        }
        return results;
    }

    private static Throwable named(Throwable fault, Contract contract) {
        return fault instanceof ProblemException answer
                ? new ProblemException(answer.problem().about(contract.stream().value(), contract.title()))
                : fault;
    }
}
