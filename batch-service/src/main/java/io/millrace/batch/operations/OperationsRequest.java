package io.millrace.batch.operations;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.access.Principal;
import io.millrace.contracts.schema.StreamName;

/**
 * A request of an authenticated caller.
 *
 * @param caller
 *            the caller
 * @param variables
 *            the variable segments of the path, in their order
 * @param query
 *            the query parameters, whose names the route has
 * @param body
 *            the body as text; empty without one
 */
record OperationsRequest(Principal caller, List<String> variables, Map<String, List<String>> query, String body) {
    /** The values of a parameter that may be repeated. */
    Set<String> values(String name) {
        return new HashSet<>(query.getOrDefault(name, List.of()));
    }

    /**
     * The value of a parameter that is given at most once.
     *
     * @throws RequestRefusedException
     *             when it is given twice
     */
    Optional<String> value(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw RequestRefusedException.badRequest("The query parameter " + name + " occurs twice");
        }
        return values.stream().findFirst();
    }

    /** Whether a switch is on; off when it is not given. */
    boolean isOn(String name) {
        return value(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RequestRefusedException
                    .badRequest("The query parameter " + name + " must be true or false");
        }).orElse(false);
    }

    /** The stream that the query names. */
    StreamName stream() {
        return stream(value("stream")
                .orElseThrow(() -> RequestRefusedException.badRequest("The query parameter stream is required")));
    }

    /** The stream of a name. */
    static StreamName stream(String name) {
        if (!StreamName.isLegal(name)) {
            throw RequestRefusedException.badRequest("stream must be the name of a stream");
        }
        return new StreamName(name);
    }

    /** Requires the grant to read about a stream. */
    void requireRead(StreamName stream) {
        require(caller.mayRead(stream.value()));
    }

    /** Requires the grant to read events of a stream. The grant to send events is none: others may have sent them. */
    void requirePayload(StreamName stream) {
        require(caller.isAdmin() || caller.grants().contains("read:*")
                || caller.grants().contains("read:" + stream.value()));
    }

    /** Requires the grant to send events to a stream. */
    void requireWrite(StreamName stream) {
        require(caller.mayWrite(stream.value()));
    }

    /** The response is the same whether the stream exists or not. */
    private static void require(boolean granted) {
        if (!granted) {
            throw new RequestRefusedException(OperationsProblem.FORBIDDEN_STREAM,
                    "You are not authorised for this operation on this stream");
        }
    }
}
