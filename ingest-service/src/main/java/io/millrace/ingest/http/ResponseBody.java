package io.millrace.ingest.http;

import java.util.Map;

import jakarta.ws.rs.core.Response;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Status, headers and body of a response, for routes and for resources.
 *
 * @param status
 *            the HTTP status
 * @param type
 *            the media type of the body; null when there is none
 * @param body
 *            not copied, never changed; empty when there is none
 * @param headers
 *            further ones
 */
public record ResponseBody(int status, @Nullable String type, byte[] body, Map<String, String> headers) {
    private static final int NO_CONTENT = 204;

    static ResponseBody of(int status, String type, byte[] body) {
        return new ResponseBody(status, type, body, Map.of());
    }

    static ResponseBody nothing() {
        return new ResponseBody(NO_CONTENT, null, new byte[0], Map.of());
    }

    /** Writes it on the connection of the request. */
    public Future<Void> write(HttpServerResponse response) {
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        if (type == null) {
            return response.end();
        }
        return response.putHeader("Content-Type", type).end(Buffer.buffer(body));
    }

    /** For resources of the framework. */
    public Response response() {
        Response.ResponseBuilder response = Response.status(status);
        headers.forEach(response::header);
        return type == null ? response.build() : response.type(type).entity(body).build();
    }
}
