package io.millrace.contracts.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads the contract rule set that Apicurio Registry keeps beside a schema. */
public final class RegistryRuleSet {
    private static final String POINTER = "/contract/ruleset";
    private static final String DOMAIN = "domainRules";
    private static final String MIGRATION = "migrationRules";
    private static final ObjectMapper JSON = new ObjectMapper();

    private RegistryRuleSet() {}

    /**
     * The list of rules by the pointer to it, for {@link QualityRules#compile}.
     *
     * @param text
     *            in JSON; empty when there is none
     * @param faults
     *            gets each reason why it cannot be read
     */
    public static Map<String, Object> read(String text, List<RuleFault> faults) {
        if (text.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> set;
        try {
            set = JSON.readValue(text, new TypeReference<>() {
            });
        } catch (JsonProcessingException e) {
            faults.add(new RuleFault(POINTER, "must be a JSON object"));
            return Map.of();
        }
        if (set.get(MIGRATION) instanceof List<?> list && !list.isEmpty()) {
            faults.add(new RuleFault(POINTER + "/" + MIGRATION, "must be empty; others are not supported"));
        }
        return set.get(DOMAIN) instanceof List<?> rules
                ? Map.of(POINTER + "/" + DOMAIN, rules.stream().map(RegistryRuleSet::withoutNulls).toList())
                : Map.of();
    }

    private static Object withoutNulls(Object rule) {
        if (!(rule instanceof Map<?, ?> members)) {
            return Objects.requireNonNullElse(rule, "null");
        }
        Map<Object, Object> present = new LinkedHashMap<>(members);
        present.values().removeIf(Objects::isNull);
        return present;
    }
}
