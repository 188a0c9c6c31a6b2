package io.millrace.systemtests.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;

import io.millrace.bench.browser.Browser;
import io.millrace.bench.browser.Key;

/**
 * A page of the console in the hands of a person without a mouse, who counts what they activate.
 */
final class ConsolePage {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MOST_STEPS = 200;

    private final Browser browser;
    private int activations;

    ConsolePage(Browser browser) {
        this.browser = browser;
    }

    /** Goes with Tab to the element of this name, from the beginning of the page or from the focus. */
    void goTo(String name) {
        for (int step = 0; step < MOST_STEPS; step++) {
            browser.press(Key.TAB);
            if (browser.focused().equals(name)) {
                return;
            }
        }
        fail("Tab never reached '" + name + "' on " + browser.address() + ":\n" + browser.text());
    }

    /** Goes to an element and activates it with Enter. */
    void activate(String name) {
        goTo(name);
        browser.press(Key.ENTER);
        activations++;
    }

    /** How many elements were activated. */
    int activations() {
        return activations;
    }

    /** Waits until the page has a text. */
    void awaitText(String text) {
        await("the page to show '" + text + "'").atMost(SOON).untilAsserted(() -> {
            String shown = browser.text();
            if (!shown.contains(text)) {
                fail(shown);
            }
        });
    }
}
