package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

class EventFileTest {
    @Test
    void linesAreCutIntoRequestsThatNameTheirFirstLine() {
        // given
        String content = "\n" + String.join("\n", Collections.nCopies(501, "{\"a\":1}")) + "\n";
        // when
        var requests = EventFile.requests(content);
        // then
        assertEquals(List.of(500, 1), requests.stream().map(EventFile.Request::events).toList());
        assertEquals(List.of(2, 502), requests.stream().map(EventFile.Request::firstLine).toList());
        assertEquals(GatewayClient.NDJSON, requests.getFirst().contentType());
    }

    @Test
    void anArrayAndAnEventSpreadOverLinesAreOneRequest() {
        // given
        String array = "[{\"a\":1},\n{\"a\":2}]";
        String event = "{\n\"a\":1\n}";
        // then
        assertEquals(List.of(new EventFile.Request(GatewayClient.JSON, array, 2, 1)), EventFile.requests(array));
        assertEquals(List.of(new EventFile.Request(GatewayClient.JSON, event, 1, 1)), EventFile.requests(event));
    }

    @Test
    void aBlankFileHasNoRequests() {
        assertEquals(List.of(), EventFile.requests(" \n\n"));
    }
}
