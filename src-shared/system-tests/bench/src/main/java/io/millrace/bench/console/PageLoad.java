package io.millrace.bench.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.browser.Browser;

/**
 * What the browser measured of the load of a page.
 *
 * @param firstPaintMillis
 *            from the beginning of the navigation to the first paint with content, in ms
 * @param bytes
 *            of the bodies of the page and of everything that it loaded, as they are on the wire
 * @param requests
 *            number of responses
 */
public record PageLoad(double firstPaintMillis, long bytes, int requests) {
    /** The first paint may be reported after the event {@code load}. */
    private static final String MEASURE = """
            const done = arguments[0];
            const paint = () => performance.getEntriesByName('first-contentful-paint')[0];
            const report = () => {
              const loads = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
              done({paint: paint().startTime, requests: loads.length,
                bytes: loads.reduce((sum, one) => sum + one.encodedBodySize, 0)});
            };
            const wait = () => paint() ? report() : requestAnimationFrame(wait);
            wait();""";

    /** Loads a page. */
    static PageLoad of(Browser browser, String address) {
        browser.open(address);
        return ofPresent(browser);
    }

    /** Measures the page that is loaded. */
    public static PageLoad ofPresent(Browser browser) {
        JsonNode measured = browser.asynchronousScript(MEASURE);
        return new PageLoad(measured.path("paint").asDouble(), measured.path("bytes").asLong(),
                measured.path("requests").asInt());
    }
}
