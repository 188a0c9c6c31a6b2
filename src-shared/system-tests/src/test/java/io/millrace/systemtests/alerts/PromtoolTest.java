package io.millrace.systemtests.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alerts fire when they should and only then, by promtool; and the cases notice an alert that does not or always does. */
@Tag("process")
class PromtoolTest {
    private static final String TESTS = "millrace.test.yaml";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path FOLDER = RuleFiles.FOLDER.resolve("prometheus");

    private static final int MOST_OF_ONE_NAME = 6;

    @TempDir
    private Path folder;

    /** promtool 2.42 exits with 0 when its lint finds something. */
    @Test
    void theRulesAreValidAndTheLintFindsNothing() throws Exception {
        Promtool.Run run = Promtool.run(FOLDER, "check", "rules", RuleFiles.PLAIN.toString());

        succeeds(run);
        assertFalse(run.output().contains("FAILED"), run::output);
    }

    @Test
    void theRulesPassTheCheckOfAConfigurationThatNamesThem() throws Exception {
        Path config = Files.writeString(folder.resolve("prometheus.yaml"),
                "rule_files: ['" + RuleFiles.PLAIN + "']\n");

        Promtool.Run run = Promtool.run(folder, "check", "config", config.toString());

        succeeds(run);
        assertFalse(run.output().contains("FAILED"), run::output);
    }

    @Test
    void theAlertsFireInTheCasesThatTheyAreForAndOnlyThen() throws Exception {
        succeeds(Promtool.run(FOLDER, "test", "rules", TESTS));
    }

    /** Alerts of one name are changed one after the other, alerts of different names together: their cases do not mix. */
    static List<Integer> ranks() {
        return IntStream.range(0, MOST_OF_ONE_NAME).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("ranks")
    void alertsThatNeverFireAreNoticed(int rank) throws Exception {
        assertNoticed(rank, "vector(1) > 2");
    }

    @ParameterizedTest
    @MethodSource("ranks")
    void alertsThatAlwaysFireAreNoticed(int rank) throws Exception {
        assertNoticed(rank, "vector(1)");
    }

    @Test
    void noNameHasMoreAlertsThanAreChanged() throws IOException {
        assertEquals(Set.of(), change(MOST_OF_ONE_NAME, "vector(1)"));
    }

    private void assertNoticed(int rank, String expression) throws Exception {
        Set<String> changed = change(rank, expression);
        copyCasesOf(changed);
        Promtool.Run run = Promtool.run(folder, "test", "rules", TESTS);
        Set<String> noticed = new TreeSet<>();
        Pattern.compile("alertname: (\\w+),").matcher(run.output()).results()
                .forEach(found -> noticed.add(found.group(1)));
        assertNotEquals(0, run.exit());
        assertEquals(changed, noticed, run::output);
    }

    /** The cases of other alerts take minutes, and cannot notice the change. */
    private void copyCasesOf(Set<String> alerts) throws IOException {
        JsonNode cases = YAML.readTree(FOLDER.resolve(TESTS).toFile());
        Iterator<JsonNode> each = cases.required("tests").iterator();
        while (each.hasNext()) {
            if (StreamSupport.stream(each.next().path("alert_rule_test").spliterator(), false)
                    .noneMatch(expected -> alerts.contains(expected.path("alertname").asText()))) {
                each.remove();
            }
        }
        Files.writeString(folder.resolve(TESTS), YAML.writeValueAsString(cases));
    }

    /** Writes the rules with another expression for the alert of this rank of each name; gives the names that have one. */
    private Set<String> change(int rank, String expression) throws IOException {
        JsonNode rules = YAML.readTree(RuleFiles.PLAIN.toFile());
        Map<String, Integer> seen = new HashMap<>();
        Set<String> changed = new TreeSet<>();
        for (JsonNode group : rules.required("groups")) {
            for (JsonNode rule : group.required("rules")) {
                String name = rule.path("alert").asText();
                if (!name.isEmpty() && seen.merge(name, 1, Integer::sum) == rank + 1) {
                    ((ObjectNode) rule).put("expr", expression);
                    changed.add(name);
                }
            }
        }
        Files.writeString(folder.resolve("millrace.rules.yaml"), YAML.writeValueAsString(rules));
        return changed;
    }

    private static void succeeds(Promtool.Run run) {
        assertEquals(0, run.exit(), run::output);
    }
}
