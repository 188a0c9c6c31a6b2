package io.millrace.systemtests.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.contracts.slo.SloDefaults;
import io.millrace.systemtests.Repository;

/** The rule files, generated from the file of objectives: a plain one, and the same rules for the Prometheus operator. */
final class RuleFiles {
    static final Path FOLDER = Repository.directory().resolve("deploy/alerts");
    static final Path PLAIN = FOLDER.resolve("prometheus/millrace.rules.yaml");
    static final Path OPERATOR = FOLDER.resolve("prometheusrule.yaml");
    private static final String HEAD = """
            # Generated from src-shared/contracts/src/main/resources/slo/defaults.json; see deploy/alerts/README.md.
            """;
    private static final YAMLMapper YAML = YAMLMapper.builder().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS).build();

    private RuleFiles() {}

    /** All rules by group. */
    static Map<String, List<Rule>> groups() {
        SloDefaults slo = SloDefaults.bundled();
        ObjectiveRules objectives = new ObjectiveRules(slo);
        SymptomRules symptoms = new SymptomRules(slo);
        Map<String, List<Rule>> groups = new LinkedHashMap<>();
        groups.put("millrace-objectives", objectives.recordings());
        groups.put("millrace-burn-rates", objectives.alerts());
        groups.put("millrace-symptoms", symptoms.alerts());
        groups.put("millrace-cost", symptoms.cost());
        return groups;
    }

    /** All alerts. */
    static List<Rule.Alert> alerts() {
        return groups().values().stream().flatMap(List::stream).filter(Rule.Alert.class::isInstance)
                .map(Rule.Alert.class::cast).toList();
    }

    /** The plain rule file. */
    static String plain() {
        return HEAD + yaml(spec());
    }

    /** The resource of the Prometheus operator. */
    static String operator() {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("apiVersion", "monitoring.coreos.com/v1");
        resource.put("kind", "PrometheusRule");
        resource.put("metadata", Map.of("name", "millrace"));
        resource.put("spec", spec());
        return HEAD + yaml(resource);
    }

    private static Map<String, Object> spec() {
        List<Object> groups = new ArrayList<>();
        groups().forEach((name, rules) -> {
            Map<String, Object> group = new LinkedHashMap<>();
            group.put("name", name);
            group.put("interval", "15s");
            group.put("rules", rules.stream().map(Rule::content).toList());
            groups.add(group);
        });
        return Map.of("groups", groups);
    }

    private static String yaml(Object content) {
        try {
            return YAML.writeValueAsString(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
