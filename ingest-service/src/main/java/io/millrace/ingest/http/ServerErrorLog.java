package io.millrace.ingest.http;

import io.millrace.contracts.logging.LineLimit;
import io.millrace.ingest.http.problem.Problem;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs requests that this service cannot process, at most one per stream, status and cause in a second: an outage refuses
 * thousands. The fields of the line are the ids of the request; it has nothing else that a caller sends.
 */
final class ServerErrorLog {
    private static final Logger LOG = Logger.getLogger(ServerErrorLog.class);
    private static final LineLimit<Kind> LIMIT = new LineLimit<>();

    private record Kind(@Nullable String stream, int status, String cause) {}

    private ServerErrorLog() {}

    /**
     * Logs the request when its problem is an error of the server.
     *
     * @param error
     *            an error in this service, which is logged with its stack trace; null for any other cause
     */
    static void write(RequestContext exchange, Problem problem, @Nullable Throwable error) {
        if (!problem.code().isOurs()) {
            return;
        }
        String stream = problem.stream() == null ? exchange.stream() : problem.stream();
        String cause = error == null ? problem.code().text() : error.getClass().getName();
        LIMIT.pass(new Kind(stream, problem.code().status(), cause), 1)
                .ifPresent(suppressed -> LOG.log(error == null ? Logger.Level.WARN : Logger.Level.ERROR,
                        "A request " + (stream == null ? "" : "to stream " + stream + " ") + "is answered with "
                                + problem.code().status() + ": " + cause + suppressed(suppressed),
                        error));
    }

    private static String suppressed(long count) {
        return count == 0 ? "" : "; " + count + " more since the last such line are not logged";
    }
}
