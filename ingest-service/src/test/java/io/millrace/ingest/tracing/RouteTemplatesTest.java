package io.millrace.ingest.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class RouteTemplatesTest {
    private final RouteTemplates routes = new RouteTemplates(
            List.of("/v1/streams/{stream}/{part}", "/v1/streams/{stream}/events", "/v1/streams", "/v1/streams"));

    @Test
    void aPathHasTheTemplateThatItFits() {
        assertEquals("/v1/streams", routes.of("/v1/streams"));
        assertEquals("/v1/streams/{stream}/{part}", routes.of("/v1/streams/orders/schema"));
    }

    @Test
    void aLiteralSegmentGoesBeforeAParameter() {
        assertEquals("/v1/streams/{stream}/events", routes.of("/v1/streams/orders/events"));
    }

    @Test
    void aPathOfNoRouteHasNone() {
        assertEquals("", routes.of("/v1/streams/orders/events/1"));
        assertEquals("", routes.of("/v1/stream"));
        assertEquals("", routes.of("/"));
    }
}
