package io.millrace.contracts.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.rule.RuleFailure;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;

/**
 * One rule, an event, and the verdict that the gateway and the consumers must give on it.
 *
 * @param about
 *            the group of the case
 * @param expression
 *            of the rule
 * @param event
 *            as it is sent over HTTP
 * @param verdict
 *            {@code met}, {@code not met}, why the expression cannot be evaluated, or {@code refused:} and why the contract is
 */
public record RuleCase(String about, String expression, JsonNode event, String verdict) {
    /** The stream of all cases. */
    public static final StreamName STREAM = new StreamName("samples");
    /** The name of the rule. */
    public static final String RULE = "sample-rule";
    /** What the rules see as {@code now}. */
    public static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final String NOT_EVALUATED = "rule " + RULE + " cannot be evaluated: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All cases. */
    public static List<RuleCase> all() {
        List<RuleCase> cases = new ArrayList<>();
        for (JsonNode found : read("cases.json")) {
            ObjectNode event = (ObjectNode) read("event.json");
            if (found.has("event")) {
                event.setAll((ObjectNode) found.get("event"));
            }
            cases.add(new RuleCase(found.get("about").textValue(), found.get("expr").textValue(), event,
                    found.get("verdict").textValue()));
        }
        return cases;
    }

    private static JsonNode read(String name) {
        try (InputStream in = RuleCase.class.getResourceAsStream("/rules/" + name)) {
            return JSON.readTree(Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contract with the rule, or why it is refused. */
    public Parsed contract(String... members) {
        return contract(ruleWith(members));
    }

    private ObjectNode ruleWith(String... members) {
        ObjectNode rule = JSON.createObjectNode().put("name", RULE).put("expr", expression);
        for (int i = 0; i < members.length; i += 2) {
            rule.put(members[i], members[i + 1]);
        }
        return rule;
    }

    private static Parsed contract(ObjectNode rule) {
        ObjectNode schema = (ObjectNode) read("sample.avsc");
        schema.putObject("millrace").putArray("rules").add(rule);
        try {
            return new Parsed(Optional.of(ContractParser.parse(STREAM, 1, 1, JSON.writeValueAsString(schema))), "");
        } catch (ContractException e) {
            return new Parsed(Optional.empty(), "refused: " + e.problems().getFirst().reason());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A contract, or why it is refused.
     *
     * @param contract
     *            the contract
     * @param verdict
     *            as {@link RuleCase#verdict()} has it when the contract is refused
     */
    public record Parsed(Optional<Contract> contract, String verdict) {}

    /** The event as a request body. */
    public byte[] body() {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The event as a Kafka value, encoded without the code of the gateway. */
    public byte[] value(Contract contract) {
        return RecordCodec.encode(contract, PlainAvro.record(contract.schema(), event));
    }

    /** The verdict that failures amount to. */
    public static String verdict(List<RuleFailure> failures) {
        return failures.isEmpty() ? "met" : verdict(failures.getFirst().reason());
    }

    /** The verdict that the reason of a refusal amounts to. */
    public static String verdict(String reason) {
        return reason.startsWith(NOT_EVALUATED) ? reason.substring(NOT_EVALUATED.length()) : "not met";
    }

    @Override
    public String toString() {
        return about + ": " + expression;
    }
}
