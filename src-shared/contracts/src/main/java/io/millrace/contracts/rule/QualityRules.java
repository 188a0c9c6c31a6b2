package io.millrace.contracts.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The quality rules of one version of a contract, compiled. Two are equal when their rules are. */
public final class QualityRules {
    /** No rules. */
    public static final QualityRules NONE = new QualityRules(List.of(), RuleSet.NONE, RuleSet.NONE);

    private final List<QualityRule> rules;
    private final RuleSet gateway;
    private final RuleSet consumers;

    private QualityRules(List<QualityRule> rules, RuleSet gateway, RuleSet consumers) {
        this.rules = List.copyOf(rules);
        this.gateway = gateway;
        this.consumers = consumers;
    }

    /**
     * Compiles rules.
     *
     * @param schema
     *            of the events; a supported one
     * @param lists
     *            the lists of rules, as JSON values, by the pointer to each
     * @param faults
     *            gets each reason why the rules cannot be run
     * @return the rules without faults
     */
    public static QualityRules compile(Schema schema, Map<String, Object> lists, List<RuleFault> faults) {
        RuleSyntax syntax = new RuleSyntax(faults);
        lists.forEach((pointer, list) -> syntax.read(list, pointer));
        if (syntax.rules().isEmpty()) {
            return NONE;
        }
        RuleTypes types = new RuleTypes(schema);
        RuleCompiler compiler = new RuleCompiler(schema, types, faults);
        List<CompiledRule> compiled = new ArrayList<>();
        for (RuleSyntax.Found found : syntax.rules()) {
            CompiledRule rule = compiler.compile(found);
            if (rule != null) {
                compiled.add(rule);
            }
        }
        return new QualityRules(compiled.stream().map(CompiledRule::rule).toList(),
                side(schema, types, compiled, QualityRule::atGateway),
                side(schema, types, compiled, rule -> rule.mode().atConsumers()));
    }

    private static RuleSet side(Schema schema, RuleTypes types, List<CompiledRule> compiled,
            Predicate<QualityRule> judges) {
        List<CompiledRule> judged = compiled.stream().filter(rule -> judges.test(rule.rule())).toList();
        NeededFields needed = new NeededFields();
        judged.forEach(rule -> rule.paths().forEach(needed::add));
        return new RuleSet(new RuleValues(types).ofEvent(schema, needed), judged);
    }

    /** The rules, in their order. */
    public List<QualityRule> rules() {
        return rules;
    }

    /** The rules that the gateway judges before it stores an event. */
    public RuleSet atGateway() {
        return gateway;
    }

    /** The rules that a consumer judges before it merges an event. */
    public RuleSet atConsumers() {
        return consumers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QualityRules same && rules.equals(same.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
