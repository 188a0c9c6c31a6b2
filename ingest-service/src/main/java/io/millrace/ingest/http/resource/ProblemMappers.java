package io.millrace.ingest.http.resource;

import java.util.List;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.ResponseBody;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions to problem responses. */
final class ProblemMappers {
    @ServerExceptionMapper
    Response problem(ProblemException answer, RoutingContext context) {
        return Responses.problem(new RequestContext(context), answer.problem()).response();
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException fault, RoutingContext context) {
        return Responses
                .problem(new RequestContext(context),
                        Problem.of(ProblemCode.NOT_FOUND,
                                "GET /v1/streams lists the streams; POST /v1/streams/{stream}/events stores events"))
                .response();
    }

    @ServerExceptionMapper
    Response http(WebApplicationException fault, RoutingContext context) {
        int status = fault.getResponse().getStatus();
        ProblemCode code = ProblemCode.ofStatus(status);
        if (code == ProblemCode.INTERNAL_ERROR) {
            return failed(fault, context);
        }
        return code == ProblemCode.METHOD_NOT_ALLOWED
                ? methodNotAllowed(context)
                : Responses.problem(new RequestContext(context), Problem.of(code, String.valueOf(fault.getMessage())))
                        .response();
    }

    private static Response methodNotAllowed(RoutingContext context) {
        String allowed = ApiOperations.allowed(context.normalizedPath());
        Response answer = Responses.problem(new RequestContext(context),
                Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "The methods of this path are " + allowed)).response();
        return Response.fromResponse(answer).header(HttpHeaders.ALLOW, allowed).build();
    }

    @ServerExceptionMapper
    Response failed(Throwable fault, RoutingContext context) {
        return failure(fault, context).response();
    }

    /** The response to an exception that is no problem. */
    static ResponseBody failure(Throwable fault, RoutingContext context) {
        Problem.Outcome outcome = context.request().method() == HttpMethod.POST
                ? Problem.Outcome.UNKNOWN
                : Problem.Outcome.NOT_STORED;
        return Responses.problem(new RequestContext(context), Problem.of(ProblemCode.INTERNAL_ERROR,
                "Report the error with its correlation id. Events can be sent again with the same ids.")
                .leaving(outcome, List.of()), fault);
    }
}
