package io.millrace.ingest.http.resource;

import java.util.function.Function;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

import io.millrace.ingest.http.BodyReader;
import io.millrace.ingest.http.ByteBudget;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.MediaTypes;
import io.millrace.ingest.http.syntax.Utf8Text;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Reads Avro schemas from the bodies of requests. */
@Singleton
class SchemaBodies {
    private final BodyReader bodies;
    private final ByteBudget budget;
    private final Vertx vertx;

    SchemaBodies(BodyReader bodies, ByteBudget budget, Vertx vertx) {
        this.bodies = bodies;
        this.budget = budget;
        this.vertx = vertx;
    }

    /**
     * Reads the schema and answers the request with it.
     *
     * @param answer
     *            may block; runs while the memory of the body is reserved
     */
    Future<Response> read(RequestContext exchange, Function<String, Response> answer) {
        String type = exchange.request().getHeader("Content-Type");
        if (MediaTypes.CONTRACT.format(type) == null) {
            MediaTypes.requireUtf8(type);
            return Future.failedFuture(new ProblemException(Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send an Avro schema as one of " + MediaTypes.CONTRACT.accepted())));
        }
        ContentCoding coding = exchange.coding();
        ByteBudget.Share share = budget.open();
        return bodies.read(exchange, share)
                .compose(body -> vertx.getOrCreateContext().executeBlocking(
                        () -> answer.apply(text(bodies.decoded(coding, body, share))), false))
                .onComplete(done -> share.close());
    }

    private static String text(byte[] body) {
        return Utf8Text.utf8(body).orElseThrow(() -> new ProblemException(
                Problem.of(ProblemCode.MALFORMED_BODY, "the body is not valid UTF-8")));
    }
}
