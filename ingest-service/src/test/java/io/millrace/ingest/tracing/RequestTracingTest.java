package io.millrace.ingest.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";
    private static final String WITHOUT_IDS = "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01";
    private static final String PATH = "/v1/streams/orders/events";
    private static final RouteTemplates ROUTES = new RouteTemplates(List.of("/v1/streams/{stream}/events"));

    private final RecordedSpans spans = new RecordedSpans();

    @Test
    void theRequestContinuesTheTraceOfItsCallerAndTheSendThatOfTheRequest() {
        RequestTrace trace = recorded(SAMPLED, 0);
        SendTrace send = trace.send("orders", 3);
        send.ended(null);
        trace.ended(200, null);

        SpanData sent = spans.ended().get(0);
        SpanData request = spans.ended().get(1);
        assertEquals("POST /v1/streams/{stream}/events", request.getName());
        assertEquals(SpanKind.SERVER, request.getKind());
        assertEquals(TRACE, request.getTraceId());
        assertEquals("b7ad6b7169203331", request.getParentSpanId());
        assertEquals(200L, request.getAttributes().get(AttributeKey.longKey("http.response.status_code")));
        assertEquals("c-1", request.getAttributes().get(AttributeKey.stringKey("millrace.correlation_id")));
        assertEquals(StatusCode.UNSET, request.getStatus().getStatusCode());
        assertEquals("send orders", sent.getName());
        assertEquals(SpanKind.PRODUCER, sent.getKind());
        assertEquals(request.getSpanId(), sent.getParentSpanId());
        assertEquals("00-" + TRACE + "-" + sent.getSpanId() + "-01", send.traceparent());
    }

    @Test
    void aRequestThatItsCallerDoesNotSampleHasNoSpan() {
        assertNull(begin(NOT_SAMPLED, 1));
    }

    @Test
    void withoutATraceOfTheCallerTheRatioDecides() {
        assertNull(begin(null, 0));
        assertNotEquals(TRACE, recorded(null, 1).traceId());
    }

    @Test
    void aTraceContextWithoutIdsIsNone() {
        assertNull(begin(WITHOUT_IDS, 0));
    }

    @Test
    void thereIsNoSpanWhileTracingIsOff() {
        assertNull(new RequestTracing(null, ROUTES).begin("POST", PATH, SAMPLED, "c-1"));
    }

    @Test
    void aFailureIsAnErrorOfTheServiceOnly() {
        RequestTrace refused = recorded(SAMPLED, 0);
        refused.ended(422, "contract-violation");
        RequestTrace failed = recorded(SAMPLED, 0);
        failed.send(null, 2).ended("kafka-unavailable");
        failed.ended(503, "kafka-unavailable");
        recorded(SAMPLED, 0).disconnected();

        assertEquals(List.of(StatusCode.UNSET, StatusCode.ERROR, StatusCode.ERROR, StatusCode.ERROR),
                spans.ended().stream().map(span -> span.getStatus().getStatusCode()).toList());
        assertEquals(List.of("contract-violation", "kafka-unavailable", "kafka-unavailable", "disconnected"),
                spans.ended().stream().map(
                        span -> Objects.requireNonNull(span.getAttributes().get(AttributeKey.stringKey("error.type"))))
                        .toList());
    }

    private RequestTrace recorded(@Nullable String traceparent, double ratio) {
        RequestTrace trace = begin(traceparent, ratio);
        assertNotNull(trace);
        return trace;
    }

    private @Nullable RequestTrace begin(@Nullable String traceparent, double ratio) {
        return new RequestTracing(spans.tracer(ratio), ROUTES).begin("POST", PATH, traceparent, "c-1");
    }
}
