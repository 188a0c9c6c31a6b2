package io.millrace.ingest.http.resource;

import java.util.function.Supplier;

import jakarta.ws.rs.core.Response;

import io.millrace.ingest.http.ResponseBody;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;

/** Converts Vert.x futures to the types of the framework. */
final class AsyncResponses {
    private AsyncResponses() {}

    /** Begins when it is asked for. */
    static <T> Uni<T> of(Supplier<Future<T>> work) {
        return Uni.createFrom().completionStage(() -> work.get().toCompletionStage());
    }

    /** Begins when it is asked for. */
    static Uni<Response> replied(Supplier<Future<ResponseBody>> work) {
        return of(work).map(ResponseBody::response);
    }
}
