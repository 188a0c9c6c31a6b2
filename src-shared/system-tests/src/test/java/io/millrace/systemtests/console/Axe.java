package io.millrace.systemtests.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.browser.Browser;

/** The accessibility checker axe-core, run in the page that a browser shows. */
final class Axe {
    private static final String SCRIPT = read();

    private Axe() {}

    /** What it finds, one text each, with the impact at the beginning; empty when all is well. */
    static List<String> findings(Browser browser) {
        var unused = browser.script(SCRIPT);
        JsonNode result = browser.asynchronousScript(
                """
                const done = arguments[0];
                axe.run().then(r => done({passes: r.passes.length, violations: r.violations}), e => done({error: '' + e}))""");
        if (result.path("passes").asInt() == 0) {
            throw new IllegalStateException("axe-core checked nothing: " + result.path("error").asText());
        }
        List<String> findings = new ArrayList<>();
        result.path("violations").forEach(violation -> violation.path("nodes").forEach(node -> findings.add(
                node.path("impact").asText() + ": " + violation.path("help").asText() + ": "
                        + node.path("html").asText() + " " + node.path("failureSummary").asText())));
        return findings;
    }

    private static String read() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException(
                        "axe.min.js of com.deque.html.axe-core:selenium is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
