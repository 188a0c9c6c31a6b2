package io.millrace.systemtests.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The checked-in files are the generated ones. {@code -Dmillrace.rules.write=true} writes them. */
class RuleFilesTest {
    private static final String REMEDY = "Run this test with -Dmillrace.rules.write=true";

    @Test
    void theRuleFilesAreThoseThatFollowFromTheObjectives() throws IOException {
        same(RuleFiles.PLAIN, RuleFiles.plain());
        same(RuleFiles.OPERATOR, RuleFiles.operator());
    }

    private static void same(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("millrace.rules.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertTrue(Files.exists(file), () -> file + " is missing. " + REMEDY);
        assertEquals(generated, Files.readString(file), REMEDY);
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        Path folder = RuleFiles.FOLDER.resolveSibling("runbooks");
        Set<String> wanted = new TreeSet<>();
        RuleFiles.alerts().forEach(alert -> wanted.add(alert.runbook() + ".md"));
        Set<String> found = new TreeSet<>();
        try (Stream<Path> pages = Files.list(folder)) {
            pages.forEach(page -> found.add(String.valueOf(page.getFileName())));
        }
        found.remove("README.md");
        assertEquals(wanted, found);
        for (Rule.Alert alert : RuleFiles.alerts()) {
            String page = Files.readString(folder.resolve(alert.runbook() + ".md"));
            assertTrue(page.contains("`" + alert.alert() + "`"), () -> alert.runbook() + " does not name its alert");
            for (String part : new String[]{"## Meaning", "## Impact", "## See it", "## Mend it", "## It is over"}) {
                assertTrue(page.contains("\n" + part + "\n"), () -> alert.runbook() + " has no part " + part);
            }
        }
    }
}
