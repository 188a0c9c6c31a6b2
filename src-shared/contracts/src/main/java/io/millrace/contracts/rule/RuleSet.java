package io.millrace.contracts.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.cel.runtime.CelVariableResolver;
import io.millrace.contracts.binary.AvroInput;
import io.millrace.contracts.binary.MalformedAvroException;

/**
 * The rules of a contract that one side judges. Immutable; used by many threads.
 */
public final class RuleSet {
    private static final long MICROS = 1_000_000;

    static final RuleSet NONE = new RuleSet(in -> List.of(), List.of());

    private final RuleValue event;
    private final List<CompiledRule> rules;

    RuleSet(RuleValue event, List<CompiledRule> rules) {
        this.event = event;
        this.rules = List.copyOf(rules);
    }

    /** Whether there is nothing to judge. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Judges an event.
     *
     * @param value
     *            the event in Avro's binary encoding, written with the contract of these rules
     * @param from
     *            index of its first byte
     * @param nowMicros
     *            the time that an expression sees as {@code now}, in microseconds since the epoch
     * @return the rules that it does not meet, in their order
     * @throws MalformedAvroException
     *             when the bytes are no event of the contract
     */
    public List<RuleFailure> judge(byte[] value, int from, long nowMicros) {
        if (rules.isEmpty()) {
            return List.of();
        }
        EventStruct read = (EventStruct) event.read(new AvroInput(value, from));
        CelVariableResolver variables = name -> variable(read, name, nowMicros);
        List<RuleFailure> failures = List.of();
        for (CompiledRule rule : rules) {
            RuleFailure failure = rule.failure(variables);
            if (failure != null) {
                if (failures.isEmpty()) {
                    failures = new ArrayList<>();
                }
                failures.add(failure);
            }
        }
        return failures;
    }

    private static Optional<Object> variable(EventStruct event, String name, long nowMicros) {
        return switch (name) {
            case RuleTypes.MESSAGE -> Optional.of(event);
            case RuleTypes.NOW -> Optional.of(RuleValues.instant(nowMicros, MICROS));
            default -> Optional.ofNullable(event.at(name));
        };
    }
}
