package io.millrace.systemtests.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.millrace.bench.browser.Browser;
import io.millrace.bench.console.PageLoad;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The bytes of the pages with 50 streams and 10,000 open letters. The times that it prints are those of a busy machine;
 * {@code ./millrace lab bench console} measures them.
 */
@Tag("process")
@OnConsoleSystem
class FirstPaintTest {
    private static final int STREAMS = 50;
    private static final int MOST_BYTES = 200 << 10;
    /** The page, the style sheet and the script. */
    private static final int LEAST_PARTS = 3;

    private final Scene scene;

    FirstPaintTest(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aPageWithAllItsPartsIsSmall() throws Exception {
        String large = "/streams/" + scene.many().withLetters();
        try (Browser browser = scene.browser(Scene.AUDITOR)) {
            new ConsolePage(browser).awaitText("10,00"); // The open letters of all streams.
            assertEquals(STREAMS, browser.script("return document.querySelectorAll('tbody tr').length").asInt());
            for (String path : List.of("", large, large + "/letters")) {
                browser.forgetCache();
                browser.open(scene.system().address(path));

                PageLoad load = PageLoad.ofPresent(browser);

                System.out.println("Console" + path + ": " + load);
                assertTrue(load.requests() >= LEAST_PARTS, () -> path + " has " + load.requests() + " parts");
                assertTrue(load.bytes() <= MOST_BYTES, () -> path + " takes " + load.bytes() + " bytes");
            }
        }
    }
}
