package io.millrace.ingest.http;

import java.util.OptionalLong;
import java.util.regex.Pattern;

import io.millrace.contracts.access.Principal;
import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.TraceParent;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.http.coding.ContentCoding;
import io.millrace.ingest.http.connection.ResponseHeaders;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.millrace.ingest.http.syntax.Preferences;
import io.millrace.ingest.http.syntax.QuotedText;
import io.millrace.ingest.tracing.RequestTrace;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** A request and its response: reads of its headers, and the state that its processing keeps. */
public record RequestContext(RoutingContext context) {

    private static final String PREFERENCE_APPLIED = "Preference-Applied";
    private static final String CORRELATION_KEY = "millrace.correlation-id";
    private static final String EXPECT = "Expect";
    private static final String CONTINUE = "100-continue";
    private static final String ASKED_KEY = "millrace.asked";
    private static final String COUNTED_KEY = "millrace.counted";
    private static final int FIRST_FAULT = 400;
    private static final String PRINCIPAL_KEY = "millrace.principal";
    private static final String CODE_KEY = "millrace.code";
    private static final String TRACE_KEY = "millrace.trace";
    private static final String ROUTE_KEY = "millrace.route";
    private static final String STREAM_KEY = "millrace.stream";
    private static final Pattern TRACESTATE = Pattern.compile("[\\x20-\\x7e]{1,512}");

    public HttpServerRequest request() {
        return context.request();
    }

    /** The caller's correlation id when it is valid, else a generated one; the same at each call. */
    public CorrelationId correlationId() {
        CorrelationId id = context.get(CORRELATION_KEY);
        if (id == null) {
            String given = request().getHeader(ResponseHeaders.CORRELATION_ID);
            id = CorrelationId.of(given == null ? null : QuotedText.unquoted(given));
            context.put(CORRELATION_KEY, id);
        }
        return id;
    }

    /** The caller's trace context, when it is a legal one. */
    @Nullable
    String traceparent() {
        String offered = request().getHeader("traceparent");
        return offered != null && TraceParent.isLegal(offered) ? offered : null;
    }

    /** The vendors' part of the trace context, when it goes with a legal one and is of legal size and characters. */
    @Nullable
    String tracestate() {
        String offered = request().getHeader("tracestate");
        return offered != null && traceparent() != null && TRACESTATE.matcher(offered).matches() ? offered : null;
    }

    /** Its span; null when it is not sampled. */
    @Nullable
    RequestTrace trace() {
        return context.get(TRACE_KEY);
    }

    void trace(RequestTrace trace) {
        context.put(TRACE_KEY, trace);
    }

    /** Notes the template of its route, so that it need not be found. */
    public void route(String template) {
        context.put(ROUTE_KEY, template);
    }

    /** The template of its route, when it is noted. */
    @Nullable
    String route() {
        return context.get(ROUTE_KEY);
    }

    /** The stream that all its events go to, when that exists; null while it is not known. */
    @Nullable
    String stream() {
        return context.get(STREAM_KEY);
    }

    void stream(StreamName stream) {
        context.put(STREAM_KEY, stream.value());
    }

    /** Whether the caller expects anything before it sends its body. */
    boolean expects() {
        return request().headers().contains(EXPECT);
    }

    /** Whether the caller waits to be asked for its body. A client of HTTP/1.0 cannot be asked. */
    boolean expectsToBeAsked() {
        return CONTINUE.equalsIgnoreCase(request().getHeader(EXPECT)) && request().version() != HttpVersion.HTTP_1_0;
    }

    /** Asks the caller for its body, when it waits for that. */
    void askForBody() {
        if (expectsToBeAsked()) {
            context.put(ASKED_KEY, true);
            request().response().writeContinue();
        }
    }

    /**
     * Whether the caller waits in vain to be asked for its body: what it sends next, on this connection, may be
     * anything.
     */
    boolean leavesItsBodyUnasked() {
        return request().version() != HttpVersion.HTTP_2 && expects()
                && context.get(ASKED_KEY) == null && !request().isEnded();
    }

    /** Whether the caller expects something that this service does not do (RFC 9110 section 10.1.1). */
    boolean expectsWhatIsNotKnown() {
        String expected = request().getHeader(EXPECT);
        return expected != null && !CONTINUE.equalsIgnoreCase(expected.strip());
    }

    /** The preferences of the caller. */
    Preferences preferences() {
        return Preferences.of(request().headers().getAll("Prefer"));
    }

    /** Has the answer say that a preference of the caller made it what it is. */
    void applied(String preference) {
        String before = context.response().headers().get(PREFERENCE_APPLIED);
        context.response().putHeader(PREFERENCE_APPLIED, before == null ? preference : before + ", " + preference);
    }

    /** The content coding of the body; fails with a {@link ProblemException} when it is not supported. */
    public ContentCoding coding() {
        ContentCoding coding = ContentCoding.of(request().headers().getAll("Content-Encoding"));
        if (coding == null) {
            context.response().putHeader("Accept-Encoding", ContentCoding.ACCEPTED);
            throw new ProblemException(Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The content coding is not supported. Use one of " + ContentCoding.ACCEPTED));
        }
        return coding;
    }

    /** The media type of its body, as it was given; it was understood. */
    String contentType() {
        return String.valueOf(request().getHeader("Content-Type"));
    }

    /** The caller; until it is known, one without a name or a grant. */
    public Principal principal() {
        return context.get(PRINCIPAL_KEY, Principal.UNVERIFIED);
    }

    public void principal(Principal principal) {
        context.put(PRINCIPAL_KEY, principal);
    }

    /** The size of the body as the caller declares it, in bytes. */
    OptionalLong declaredLength() {
        String length = request().getHeader("Content-Length");
        return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
    }

    /** Counts the response under the code of a problem. */
    void code(ProblemCode code) {
        context.put(CODE_KEY, code.text());
    }

    /** The code under which the response is counted. */
    String code() {
        int status = context.response().getStatusCode();
        // The platform answers some requests itself, those of an unwelcome origin among them.
        return context.get(CODE_KEY, status < FIRST_FAULT ? "ok" : ProblemCode.ofStatus(status).text());
    }

    /** The code of the problem in its response; null when it has none. */
    @Nullable
    String problem() {
        return context.response().getStatusCode() < FIRST_FAULT ? null : code();
    }

    /** Whether its response has a {@code Retry-After}. */
    boolean saysWhenToRetry() {
        return context.response().getStatusCode() >= FIRST_FAULT
                && context.response().headers().contains("Retry-After");
    }

    /** Notes that its answer will be counted. */
    void counted() {
        context.put(COUNTED_KEY, true);
    }

    /** Whether its answer will be counted. */
    public boolean isCounted() {
        return context.get(COUNTED_KEY) != null;
    }

    /** Whether its answer is complete. */
    boolean answered() {
        return context.response().ended();
    }
}
