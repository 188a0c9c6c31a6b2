package io.millrace.ingest.http;

import java.time.Duration;
import java.util.OptionalLong;

import jakarta.inject.Singleton;

import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.coding.ContentCodingException;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.metrics.IngestMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Reads request bodies within the memory budget, the size limit and the time limit, on the event loop of the request.
 */
@Singleton
public class BodyReader {
    private static final int FIRST_CHUNK = 4_096;

    private final Vertx vertx;
    private final long maxBytes;
    private final Duration timeout;
    private final IngestMetrics metrics;

    BodyReader(Vertx vertx, IngestConfig config, IngestMetrics metrics) {
        this.vertx = vertx;
        this.maxBytes = config.maxRequestBytes().asLongValue();
        this.timeout = config.bodyTimeout();
        this.metrics = metrics;
    }

    /**
     * Reads the body of a paused request; fails with a {@link ProblemException}. A declared length is checked and paid
     * for before the first byte is asked for, an undeclared one as it comes.
     *
     * @param share
     *            pays for the body; stays the caller's to close
     */
    public Future<byte[]> read(RequestContext exchange, ByteBudget.Share share) {
        OptionalLong declared = exchange.declaredLength();
        if (declared.orElse(0) > maxBytes) {
            return Future.failedFuture(tooLarge());
        }
        if (!share.take(declared.orElse(0))) {
            return Future.failedFuture(overloaded());
        }
        HttpServerRequest request = exchange.request();
        exchange.askForBody();
        Promise<byte[]> promise = Promise.promise();
        BodyBuffer body = new BodyBuffer((int) declared.orElse(FIRST_CHUNK));
        request.handler(chunk -> {
            if (promise.future().isComplete()) {
                return;
            }
            if (body.length() + chunk.length() > maxBytes) {
                promise.tryFail(tooLarge());
            } else if (declared.isEmpty() && !share.take(chunk.length())) {
                promise.tryFail(overloaded());
            } else {
                body.add(chunk);
            }
        });
        long timer = vertx.setTimer(timeout.toMillis(), late -> promise.tryFail(new ProblemException(
                Problem.of(ProblemCode.BODY_STALLED, "The body was not complete after " + timeout.toMillis()
                        + " ms. Send smaller requests"))));
        request.exceptionHandler(broken -> {
            promise.tryFail(new ProblemException(Problem.of(ProblemCode.BAD_REQUEST,
                    "The body is incomplete, or a chunk does not have its declared length. Check the "
                            + "HTTP client, and retry")));
            if (request.version() != HttpVersion.HTTP_2) {
                // The answer is written by now: it goes out before the connection, on which nothing more can be understood.
                var unused = request.connection().close();
            }
        });
        request.endHandler(end -> {
            metrics.bytes(body.length());
            promise.tryComplete(body.take());
        });
        request.resume();
        return promise.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            // The request lives until it is answered, and its body must not.
            request.handler(null).endHandler(null).exceptionHandler(null);
        });
    }

    /**
     * The body as it was before its content coding. For workers: it takes as long as the body is large.
     *
     * @param share
     *            pays for what comes out, as {@link #read} did for what went in
     */
    public byte[] decoded(ContentCoding coding, byte[] body, ByteBudget.Share share) {
        if (coding == ContentCoding.IDENTITY) {
            return body;
        }
        try {
            byte[] unpacked = coding.unpack(body, maxBytes, share::take);
            metrics.decompressed(body.length, unpacked.length);
            return unpacked;
        } catch (ContentCodingException e) {
            throw switch (e.kind()) {
                case BROKEN -> new ProblemException(Problem.of(ProblemCode.MALFORMED_BODY, "the body is no "
                        + coding.text() + ": it is truncated, corrupt, or followed by other data"));
                case TOO_LARGE -> tooLarge();
                case NO_ROOM -> overloaded();
            };
        }
    }

    private ProblemException tooLarge() {
        return new ProblemException(Problem.of(ProblemCode.BODY_TOO_LARGE,
                "A request may have " + maxBytes
                        + " bytes, compressed and uncompressed. Send the events in several requests"));
    }

    private static ProblemException overloaded() {
        return new ProblemException(Problem.of(ProblemCode.OVERLOADED,
                "Too much request data is in flight. Retry later"));
    }
}
