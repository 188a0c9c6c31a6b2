package io.millrace.systemtests.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import io.millrace.bench.browser.Browser;
import io.millrace.bench.browser.ColourScheme;
import io.millrace.systemtests.Repository;

/**
 * Pictures of the console, in {@code target/screenshots}. {@code -Dmillrace.pictures.write=true} writes those of the documents,
 * too.
 */
final class Pictures {
    private static final Path FOLDER = Path.of("target/screenshots");
    private static final Path DOCUMENTS = Repository.directory().resolve("src-shared/docs/console");
    private static final Set<String> IN_DOCUMENTS = Set.of("busy-light", "broken-dark", "behind-stream-light",
            "catching-up-stream-dark");
    private static final int MOST_BYTES = 150_000;

    private Pictures() {}

    /** Takes a picture of the page in both colour schemes. */
    static void take(Browser browser, String name) throws IOException {
        for (ColourScheme scheme : ColourScheme.values()) {
            browser.prefer(scheme);
            byte[] picture = browser.screenshot();
            String file = name + "-" + scheme.word();
            Files.write(Files.createDirectories(FOLDER).resolve(file + ".png"), picture);
            if (IN_DOCUMENTS.contains(file) && Boolean.getBoolean("millrace.pictures.write")) {
                assertTrue(picture.length < MOST_BYTES, () -> file + " has " + picture.length + " bytes");
                Files.write(Files.createDirectories(DOCUMENTS).resolve(file + ".png"), picture);
            }
        }
    }
}
