package io.millrace.contracts.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.millrace.contracts.schema.Contract;
import org.apache.avro.Schema;

/**
 * A version of a contract and its changes against the version before.
 *
 * @param version
 *            its number
 * @param changes
 *            the fields and rules that it adds, and the rules that it no longer has
 */
public record VersionChanges(int version, List<String> changes) {
    /** The versions of a stream, newest first. */
    public static List<VersionChanges> of(StreamContracts contracts) {
        List<VersionChanges> versions = new ArrayList<>();
        Set<String> known = new HashSet<>();
        Set<String> rules = new HashSet<>();
        contracts.byContentId().values().stream().sorted(Comparator.comparingInt(Contract::version))
                .forEach(contract -> {
                    List<String> changes = new ArrayList<>();
                    fields(contract.schema(), "", known, changes);
                    Set<String> now = new HashSet<>(contract.ruleNames());
                    now.stream().sorted().filter(rule -> !rules.contains(rule))
                            .forEach(rule -> changes.add("+ rule " + rule));
                    rules.stream().sorted().filter(rule -> !now.contains(rule))
                            .forEach(rule -> changes.add("− rule " + rule));
                    rules.clear();
                    rules.addAll(now);
                    versions.add(new VersionChanges(contract.version(), changes));
                });
        return versions.reversed();
    }

    private static void fields(Schema record, String path, Set<String> known, List<String> changes) {
        for (Schema.Field field : record.getFields()) {
            String name = path + field.name();
            if (known.add(name)) {
                changes.add("+ " + name + ": " + type(field.schema())
                        + (field.hasDefaultValue() ? ", with a default" : ""));
            }
            if (field.schema().getType() == Schema.Type.RECORD) {
                fields(field.schema(), name + ".", known, changes);
            }
        }
    }

    private static String type(Schema schema) {
        if (schema.getLogicalType() != null) {
            return schema.getLogicalType().getName();
        }
        return switch (schema.getType()) {
            case UNION -> schema.getTypes().stream().filter(one -> one.getType() != Schema.Type.NULL)
                    .map(VersionChanges::type).findFirst().orElse("null") + " or null";
            case ARRAY -> "array of " + type(schema.getElementType());
            case MAP -> "map of " + type(schema.getValueType());
            default -> schema.getName();
        };
    }
}
