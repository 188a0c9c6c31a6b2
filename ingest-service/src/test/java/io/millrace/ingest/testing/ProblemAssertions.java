package io.millrace.ingest.testing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.http.HttpResponse;

import io.restassured.path.json.JsonPath;

/**
 * Holds answers to what a problem is: the code, what happened, that nothing was stored, and headers that keep browsers
 * out.
 */
public final class ProblemAssertions {
    private ProblemAssertions() {}

    public static JsonPath assertProblem(HttpResponse<String> response, int status, String code) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
        JsonPath problem = assertProblem(response.body(), status, code);
        assertEquals(response.headers().firstValue("X-Correlation-ID").orElseThrow(),
                problem.getString("correlation_id"));
        return problem;
    }

    /** The same of an answer with its head, as it came over the wire. */
    public static JsonPath assertRawProblem(String answer, int status, String code) {
        assertThat(answer, startsWith("HTTP/1.1 " + status + " "));
        String[] parts = answer.split("\r\n\r\n", 2);
        JsonPath problem = assertProblem(parts[1], status, code);
        for (String header : new String[]{"Content-Type: application/problem+json", "X-Content-Type-Options: nosniff",
                "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'", "Referrer-Policy: no-referrer",
                "X-Correlation-ID: " + problem.getString("correlation_id")}) {
            assertThat(parts[0], containsString(header));
        }
        return problem;
    }

    private static JsonPath assertProblem(String body, int status, String code) {
        JsonPath problem = new JsonPath(body);
        assertEquals("/problems/" + code, problem.getString("type"));
        assertEquals(code, problem.getString("code"));
        assertEquals(status, problem.getInt("status"));
        assertEquals("not_stored", problem.getString("outcome"));
        assertFalse(problem.getString("title").isBlank());
        assertFalse(problem.getString("detail").isBlank());
        return problem;
    }
}
