package io.millrace.batch.console;

import java.util.HashMap;
import java.util.Map;

/**
 * A response to a browser.
 *
 * @param status
 *            of HTTP
 * @param type
 *            the media type
 * @param body
 *            the body
 * @param headers
 *            further headers
 */
record ConsoleResponse(int status, String type, String body, Map<String, String> headers) {
    private static final String HTML = "text/html; charset=utf-8";

    static ConsoleResponse page(String html) {
        return page(200, html);
    }

    static ConsoleResponse page(int status, String html) {
        return new ConsoleResponse(status, HTML, html, Map.of());
    }

    /** The browser is to get another page next. */
    static ConsoleResponse seeOther(String path) {
        return seeOther(path, Map.of());
    }

    /** The script of the page is to load another page in place of the whole. */
    static ConsoleResponse leaveFor(String path) {
        return new ConsoleResponse(200, HTML, "", Map.of("HX-Redirect", path));
    }

    static ConsoleResponse seeOther(String path, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Location", path);
        return new ConsoleResponse(303, HTML, "", all);
    }
}
