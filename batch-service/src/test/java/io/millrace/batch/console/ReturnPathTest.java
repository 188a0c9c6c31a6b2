package io.millrace.batch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page to which a sign-in leads. */
class ReturnPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/streams/a.b-c", "/console/streams/x/letters?state=open&reason=rule",
            "/console/streams/x/letter?id=x%2F0%2F1", "/console/streams/x/letter?id=x/0/1"})
    void aPageOfTheConsoleIsKept(String target) {
        assertEquals(target, ReturnPath.of(target));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"https://example.org/console", "//example.org/console", "/console//example.org",
            "/console/../metrics", "/console/streams/../../metrics", "/consoles", "/metrics", "/console\\\\example.org",
            "/console/sign-in", "/console/flow", "/console?a=1\r\nSet-Cookie: b", "javascript:alert(1)"})
    void anythingElseLeadsToTheOverview(String target) {
        assertEquals("/console", ReturnPath.of(target));
    }

    @Test
    void theHostOfAnAddressIsLeftOut() {
        assertEquals("/console/streams/x?a=b", ReturnPath.ofAddress("http://localhost:9002/console/streams/x?a=b"));
        assertEquals("/console", ReturnPath.ofAddress("http://localhost:9002/metrics"));
        assertEquals("/console", ReturnPath.ofAddress("no address"));
        assertEquals("/console", ReturnPath.ofAddress(null));
    }
}
