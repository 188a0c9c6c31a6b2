package io.millrace.contracts.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Reads rules from JSON values, and notes each error in them. */
final class RuleSyntax {
    static final int MAX_RULES = 100;
    private static final Set<String> MEMBERS = Set.of("name", "kind", "type", "mode", "expr", "onFailure", "onSuccess",
            "tags", "params", "doc", "disabled");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    /** A rule and the pointer to it. */
    record Found(QualityRule rule, String pointer) {}

    private final List<RuleFault> faults;
    private final List<Found> rules = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    RuleSyntax(List<RuleFault> faults) {
        this.faults = faults;
    }

    /** The rules that were read without an error and are not disabled. */
    List<Found> rules() {
        return rules;
    }

    /**
     * Reads a list of rules.
     *
     * @param pointer
     *            to the list
     */
    void read(Object value, String pointer) {
        if (!(value instanceof List<?> list)) {
            fault(pointer, "must be a list of rules");
            return;
        }
        if (list.size() > MAX_RULES) {
            fault(pointer, "must have at most " + MAX_RULES + " rules, has " + list.size());
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = pointer + "/" + i;
            if (list.get(i) instanceof Map<?, ?> members) {
                rule(members, at);
            } else {
                fault(at, "must be an object; its members are " + new TreeSet<>(MEMBERS));
            }
        }
    }

    private void rule(Map<?, ?> members, String at) {
        int before = faults.size();
        for (Object member : members.keySet()) {
            if (!MEMBERS.contains(String.valueOf(member))) {
                fault(at, "has no member '" + member + "'; known are " + new TreeSet<>(MEMBERS));
            }
        }
        String name = text(members, "name", "", at);
        if (!NAME.matcher(name).matches()) {
            fault(at + "/name", "must have 1 to 64 letters, digits, dots, dashes and underscores");
        } else if (!names.add(name)) {
            fault(at + "/name", "is the name of another rule, too");
        }
        only(members, "kind", "CONDITION", at);
        only(members, "type", "CEL", at);
        only(members, "onSuccess", "NONE", at);
        RuleMode mode = constant(RuleMode.class, members, "mode", RuleMode.WRITEREAD, at);
        OnFailure onFailure = constant(OnFailure.class, members, "onFailure", OnFailure.ERROR, at);
        if (mode == RuleMode.WRITE && onFailure == OnFailure.DLQ) {
            fault(at + "/mode", "must be READ or WRITEREAD when onFailure is DLQ: consumers write the dead letters");
        }
        String expression = text(members, "expr", "", at);
        if (expression.isBlank()) {
            fault(at + "/expr", "must be an expression");
        }
        boolean disabled = Boolean.TRUE.equals(members.get("disabled"));
        if (members.containsKey("disabled") && !(members.get("disabled") instanceof Boolean)) {
            fault(at + "/disabled", "must be true or false");
        }
        QualityRule rule = new QualityRule(name, mode, expression, onFailure, text(members, "doc", "", at),
                tags(members, at), params(members, at));
        if (faults.size() == before && !disabled) {
            rules.add(new Found(rule, at));
        }
    }

    private void only(Map<?, ?> members, String member, String allowed, String at) {
        if (!text(members, member, allowed, at).equals(allowed)) {
            fault(at + "/" + member, "must be " + allowed + "; others are not supported");
        }
    }

    private <E extends Enum<E>> E constant(Class<E> type, Map<?, ?> members, String member, E byDefault, String at) {
        String text = text(members, member, byDefault.name(), at);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        fault(at + "/" + member, "must be one of " + List.of(type.getEnumConstants()));
        return byDefault;
    }

    private String text(Map<?, ?> members, String member, String byDefault, String at) {
        Object value = members.get(member);
        if (value instanceof String text) {
            return text;
        }
        if (members.containsKey(member)) {
            fault(at + "/" + member, "must be text");
        }
        return byDefault;
    }

    private List<String> tags(Map<?, ?> members, String at) {
        List<String> tags = new ArrayList<>();
        Object value = members.get("tags");
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(tag -> tags.add(String.valueOf(tag)));
        } else if (members.containsKey("tags")) {
            fault(at + "/tags", "must be a list of texts");
        }
        return tags;
    }

    private Map<String, String> params(Map<?, ?> members, String at) {
        Map<String, String> params = new LinkedHashMap<>();
        @Nullable
        Object value = members.get("params");
        if (value instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance)) {
            map.forEach((name, param) -> params.put(String.valueOf(name), String.valueOf(param)));
        } else if (members.containsKey("params")) {
            fault(at + "/params", "must be an object of texts");
        }
        return params;
    }

    private void fault(String pointer, String reason) {
        faults.add(new RuleFault(pointer, reason));
    }
}
