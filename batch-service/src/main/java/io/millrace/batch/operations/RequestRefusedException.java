package io.millrace.batch.operations;

import java.util.Map;

/** Ends a request with a problem. Has no stack trace, because it is a response and not an error. */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final OperationsProblem problem;
    private final transient Map<String, String> headers;

    /**
     * @param detail
     *            what is wrong, and what to do
     */
    RequestRefusedException(OperationsProblem problem, String detail) {
        this(problem, detail, Map.of());
    }

    /**
     * @param headers
     *            further headers of the response
     */
    RequestRefusedException(OperationsProblem problem, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    static RequestRefusedException badRequest(String detail) {
        return new RequestRefusedException(OperationsProblem.BAD_REQUEST, detail);
    }

    /** The status of HTTP. */
    public int status() {
        return problem.status();
    }

    OperationsProblem problem() {
        return problem;
    }

    Map<String, String> headers() {
        return headers;
    }
}
