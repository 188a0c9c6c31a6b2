package io.millrace.systemtests.alerts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Test;

/** A command of a runbook that looks for a metric asks every service that exports it: one that is not asked may have the number. */
class RunbookMetricsTest {
    private static final Map<String, String> PORTS = Map.of("ingest", "9000", "stream", "9001", "batch", "9002");
    private static final Pattern LOOKED_FOR = Pattern
            .compile("(?m)^ {4}.*curl .*/metrics \\| grep .*\\^(millrace_[\\w|()]+).*$");
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| `(millrace_\\w+)` \\| ([a-z, ]+) \\|");

    @Test
    void everyServiceThatExportsTheMetricIsAsked() throws IOException {
        String metrics = Files.readString(Repository.directory().resolve("src-shared/docs/metrics.md"));
        TreeSet<String> seen = new TreeSet<>();
        try (Stream<Path> pages = Files.list(RuleFiles.FOLDER.resolveSibling("runbooks"))) {
            for (Path page : pages.toList()) {
                for (MatchResult command : LOOKED_FOR.matcher(Files.readString(page)).results().toList()) {
                    seen.add(command.group(1));
                    LISTED.matcher(metrics).results()
                            .filter(row -> Pattern.compile(command.group(1)).matcher(row.group(1)).lookingAt())
                            .flatMap(row -> Stream.of(row.group(2).split(", ")))
                            .forEach(service -> assertTrue(command.group().contains(PORTS.get(service)),
                                    () -> page + " does not ask " + service + ": " + command.group()));
                }
            }
        }
        assertFalse(seen.isEmpty());
    }
}
