package io.millrace.systemtests.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;

/** Receives spans as a collector does: OTLP over HTTP, in protobuf. */
final class OtlpReceiver implements AutoCloseable {
    private static final int OK = 200;

    private final List<Exported> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * A span.
     *
     * @param service
     *            the service that exported it
     * @param parent
     *            the id of its parent; empty without one
     * @param links
     *            the ids of the spans that it links to
     * @param attributes
     *            as text
     */
    record Exported(String service, String name, String trace, String id, String parent, List<String> links,
            Map<String, String> attributes) {}

    OtlpReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All spans until now. */
    List<Exported> spans() {
        return List.copyOf(spans);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().forEach(this::add);
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(OK, -1);
        }
    }

    private void add(ResourceSpans ofService) {
        String service = attributes(ofService.getResource().getAttributesList()).getOrDefault("service.name", "");
        ofService.getScopeSpansList().stream().flatMap(scope -> scope.getSpansList().stream())
                .forEach(span -> spans.add(exported(service, span)));
    }

    private static Exported exported(String service, Span span) {
        return new Exported(service, span.getName(), hex(span.getTraceId()), hex(span.getSpanId()),
                hex(span.getParentSpanId()), span.getLinksList().stream().map(link -> hex(link.getSpanId())).toList(),
                attributes(span.getAttributesList()));
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, a -> text(a.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
