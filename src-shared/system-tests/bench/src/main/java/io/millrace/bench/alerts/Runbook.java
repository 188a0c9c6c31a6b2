package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.launcher.local.LauncherException;

/**
 * The part "Mend it" of a runbook.
 *
 * @param commands
 *            the lines of its blocks of code, in their order, without those that need a cluster
 * @param notRun
 *            the commands of {@code kubectl} in its blocks and in its text, which a system on one machine has no use for
 * @param links
 *            the other runbooks that it sends to, without {@code .md}
 */
record Runbook(List<String> commands, List<String> notRun, Set<String> links) {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## Mend it\\n(.*?)(?=^## |\\z)");
    private static final Pattern BLOCK = Pattern.compile("(?m)^ {4}(?: {2})?(\\S.*)$");
    private static final Pattern SPAN = Pattern.compile("`(kubectl [^`]*)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z-]+)\\.md\\)");
    private static final String CLUSTER = "kubectl ";

    /** Reads a page of a folder of runbooks. */
    static Runbook read(Path folder, String name) {
        Path page = folder.resolve(name + ".md");
        try {
            return of(Files.readString(page));
        } catch (IOException e) {
            throw new LauncherException("The runbook " + page + " cannot be read: " + e, e);
        }
    }

    static Runbook of(String page) {
        String section = SECTION.matcher(page).results().map(found -> found.group(1)).findFirst().orElse("");
        List<String> lines = BLOCK.matcher(section).results().map(found -> found.group(1)).toList();
        List<String> spans = SPAN.matcher(section).results().map(found -> found.group(1)).toList();
        return new Runbook(lines.stream().filter(line -> !line.startsWith(CLUSTER)).toList(),
                Stream.concat(lines.stream().filter(line -> line.startsWith(CLUSTER)), spans.stream()).toList(),
                LINK.matcher(section).results().map(found -> found.group(1)).collect(Collectors.toSet()));
    }
}
