package io.millrace.contracts.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.contracts.rule.QualityRules;
import io.millrace.contracts.rule.RegistryRuleSet;
import io.millrace.contracts.rule.RuleFault;
import io.millrace.contracts.slo.OdcsTargets;
import io.millrace.contracts.slo.SloDefaults;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Reads an Avro schema as a contract: resolves the roles and refuses, with every reason at once, what cannot be one. */
public final class ContractParser {
    /** The property of a schema that holds the settings of the contract. */
    public static final String PROPERTY = "millrace";
    /** The pointer to the quality rules in a schema. */
    public static final String RULES = "/" + PROPERTY + "/rules";
    private static final Set<String> SETTINGS = Set.of("pk", "event_id", "event_time", "region", "revision",
            "partition-by", "dedup-horizon", "bronze-ttl", "freshness", "salt", "slo", "rules");
    private static final Set<String> OPTIONAL = Set.of("region", "revision");

    private final StreamName stream;
    private final Schema schema;
    private final Map<String, Object> settings;
    private final List<ContractProblem> problems = new ArrayList<>();

    private ContractParser(StreamName stream, Schema schema) {
        this.stream = stream;
        this.schema = schema;
        this.settings = settings(schema);
    }

    /**
     * Reads a contract that is not registered yet.
     *
     * @throws ContractException
     *             with every problem, when the text is no schema or the schema cannot be a contract
     */
    public static Contract parse(StreamName stream, String avsc) {
        return parse(stream, 0, 0, avsc);
    }

    /**
     * Reads a registered contract.
     *
     * @throws ContractException
     *             with every problem, when the text is no schema or the schema cannot be a contract
     */
    public static Contract parse(StreamName stream, int version, long contentId, String avsc) {
        return parse(stream, version, contentId, avsc, "", OdcsTargets.NONE);
    }

    /**
     * Reads a registered contract with what the registry keeps beside it.
     *
     * @param ruleSet
     *            the rule set, in JSON; empty when there is none
     * @param odcs
     *            the targets of the Open Data Contract; those of the schema come first
     * @throws ContractException
     *             with every problem, when the text is no schema or the schema cannot be a contract
     */
    public static Contract parse(StreamName stream, int version, long contentId, String avsc, String ruleSet,
            OdcsTargets odcs) {
        Schema schema = switch (SchemaReading.of(avsc, List.of())) {
            case SchemaReading.Parsed(Schema parsed) -> parsed;
            case SchemaReading.Unreadable(String reason) ->
                throw new ContractException(stream.value(), List.of(new ContractProblem("", reason)));
        };
        if (schema.getType() != Schema.Type.RECORD) {
            throw new ContractException(stream.value(),
                    List.of(new ContractProblem("", "must be a record, is " + schema.getType().getName())));
        }
        return new ContractParser(stream, schema).contract(version, contentId, ruleSet, odcs);
    }

    /** The schema that the text is; empty when it is none. */
    public static Optional<Schema> schema(String avsc) {
        return SchemaReading.of(avsc, List.of()) instanceof SchemaReading.Parsed(Schema parsed)
                ? Optional.of(parsed)
                : Optional.empty();
    }

    private Contract contract(int version, long contentId, String ruleSet, OdcsTargets odcs) {
        Object property = schema.getObjectProp(PROPERTY);
        if (property != null && !(property instanceof Map<?, ?>)) {
            problem("/" + PROPERTY, "must be an object of settings; known are " + new TreeSet<>(SETTINGS));
        }
        for (String name : new TreeSet<>(settings.keySet())) {
            if (!SETTINGS.contains(name)) {
                problem("/" + PROPERTY + "/" + name, "no such setting; known are " + new TreeSet<>(SETTINGS));
            }
        }
        checkFieldNames();
        problems.addAll(SupportedTypes.problems(schema));
        Roles roles = roles();
        List<String> partitionBy = partitionBy(roles);
        PlainSettings plain = PlainSettings.read(odcs.over(SloDefaults.bundled().targets()), settings, problems);
        if (problems.isEmpty()) {
            checkDefaults(roles, partitionBy);
        }
        QualityRules rules = rules(ruleSet);
        if (!problems.isEmpty()) {
            throw new ContractException(version == 0 ? stream.value() : stream + "/" + version, problems);
        }
        return new Contract(stream, version, contentId, schema, roles, partitionBy, plain.dedupHorizon(),
                plain.bronzeTtl(), plain.freshness(), plain.salt(), plain.slo(), rules, List.of());
    }

    /** Only a schema without other problems has types that an expression can be checked against. */
    private QualityRules rules(String ruleSet) {
        Object inSchema = settings.get("rules");
        if (inSchema == null && ruleSet.isEmpty() || !problems.isEmpty()) {
            return QualityRules.NONE;
        }
        List<RuleFault> faults = new ArrayList<>();
        Map<String, Object> lists = new LinkedHashMap<>(RegistryRuleSet.read(ruleSet, faults));
        if (inSchema != null) {
            lists.put(RULES, inSchema);
        }
        QualityRules rules = QualityRules.compile(schema, lists, faults);
        faults.forEach(fault -> problem(fault.pointer(), fault.reason()));
        return rules;
    }

    private void checkFieldNames() {
        for (Schema.Field field : schema.getFields()) {
            if (field.name().startsWith("_") || field.name().equalsIgnoreCase(Contract.EVENT_DATE)) {
                problem("/fields/" + field.name(), "is reserved for the table's own columns; choose another name");
            }
        }
    }

    private void checkDefaults(Roles roles, List<String> partitionBy) {
        problems.addAll(DefaultRules.problems(schema));
        if (!problems.isEmpty()) {
            return;
        }
        for (Schema.Field field : schema.getFields()) {
            String fault = field.hasDefaultValue()
                    ? RoleValues.fault(roles, partitionBy, field.name(), DefaultRules.valueOf(field))
                    : null;
            if (fault != null) {
                problem("/fields/" + field.name() + "/default", fault);
            }
        }
    }

    private Roles roles() {
        String pk = required("pk");
        String eventId = required("event_id");
        String eventTime = required("event_time");
        keyType("pk", pk);
        keyType("event_id", eventId);
        check("event_time", eventTime, "timestamp-millis or timestamp-micros", ContractParser::isTimestamp);
        Optional<String> region = optional("region");
        region.ifPresent(field -> check("region", field, "string or enum, or a union of it with null",
                s -> isText(SupportedTypes.nonNull(s))));
        Optional<String> revision = optional("revision");
        revision.ifPresent(field -> check("revision", field, "int, long or a timestamp", ContractParser::isWhole));
        return new Roles(pk, eventId, eventTime, region, revision);
    }

    private void keyType(String role, String field) {
        check(role, field, "string, or int or long without a logical type",
                s -> s.getType() == Schema.Type.STRING || isWhole(s) && s.getLogicalType() == null);
    }

    private void check(String role, String field, String wanted, java.util.function.Predicate<Schema> fits) {
        Schema.Field found = schema.getField(field);
        if (found != null && !fits.test(found.schema())) {
            String remedy = field.equals(role) && OPTIONAL.contains(role)
                    ? "; or set \"" + PROPERTY + "\": {\"" + role + "\": null} if it is not meant as one"
                    : "";
            problem("/fields/" + field, "plays the role " + role + " and must be " + wanted + remedy);
        }
    }

    private String required(String role) {
        if (settings.get(role) == JsonProperties.NULL_VALUE) {
            problem("/" + PROPERTY + "/" + role, "is a required role; name the field that plays it");
            return role;
        }
        return optional(role).orElseGet(() -> {
            problem("/fields", "no field plays the role " + role + "; add a field of that name or point \"" + PROPERTY
                    + "\": {\"" + role + "\": \"<field>\"} at one");
            return role;
        });
    }

    private Optional<String> optional(String role) {
        Object named = settings.get(role);
        if (named == JsonProperties.NULL_VALUE) {
            return Optional.empty();
        }
        if (named == null) {
            return Optional.ofNullable(schema.getField(role)).map(Schema.Field::name);
        }
        if (!(named instanceof String field) || schema.getField(field) == null) {
            problem("/" + PROPERTY + "/" + role, "names no field of the record");
            return Optional.of(role);
        }
        return Optional.of(field);
    }

    private List<String> partitionBy(Roles roles) {
        Object setting = settings.get("partition-by");
        if (setting == null) {
            return List.of(Contract.EVENT_DATE);
        }
        if (!(setting instanceof List<?> names)) {
            problem("/" + PROPERTY + "/partition-by", "must be a list of names");
            return List.of();
        }
        Set<String> columns = new LinkedHashSet<>();
        for (Object name : names) {
            String column = "region".equals(name) ? roles.region().orElse("region") : String.valueOf(name);
            Schema.Field field = schema.getField(column);
            if (!column.equals(Contract.EVENT_DATE)
                    && (field == null || !SupportedTypes.canPartition(SupportedTypes.nonNull(field.schema())))) {
                problem("/" + PROPERTY + "/partition-by", "'" + column + "' is neither event_date nor a string, enum,"
                        + " int, long, boolean or date field");
            }
            if (column.equals(roles.pk()) || column.equals(roles.eventId())
                    || roles.revision().filter(column::equals).isPresent()) {
                problem("/" + PROPERTY + "/partition-by", "'" + column + "' is part of the key or the revision; a"
                        + " partition of its own for every key makes a table of tiny files");
            }
            if (!columns.add(column)) {
                problem("/" + PROPERTY + "/partition-by", "names '" + column + "' twice");
            }
        }
        return List.copyOf(columns);
    }

    private static Map<String, Object> settings(Schema schema) {
        if (schema.getObjectProp(PROPERTY) instanceof Map<?, ?> map) {
            Map<String, Object> settings = new LinkedHashMap<>();
            map.forEach((name, value) -> settings.put(String.valueOf(name), value));
            return settings;
        }
        return Map.of();
    }

    private void problem(String pointer, String reason) {
        problems.add(new ContractProblem(pointer, reason));
    }

    private static boolean isTimestamp(Schema s) {
        return s.getLogicalType() instanceof LogicalTypes.TimestampMillis
                || s.getLogicalType() instanceof LogicalTypes.TimestampMicros;
    }

    private static boolean isWhole(Schema s) {
        return s.getType() == Schema.Type.INT || s.getType() == Schema.Type.LONG;
    }

    private static boolean isText(Schema s) {
        return s.getType() == Schema.Type.STRING || s.getType() == Schema.Type.ENUM;
    }
}
