package io.millrace.contracts.rule;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import io.millrace.contracts.binary.MalformedAvroException;
import org.jspecify.annotations.Nullable;

/**
 * A rule that can be run. Used by many threads.
 *
 * @param rule
 *            the rule
 * @param program
 *            its expression
 * @param paths
 *            of the fields that it names
 */
record CompiledRule(QualityRule rule, Program program, Set<List<String>> paths) {
    private static final int MOST_SHOWN = 200;

    /** Why the event does not meet the rule; null when it does. */
    @Nullable
    RuleFailure failure(CelVariableResolver event) {
        Object result;
        try {
            result = program.eval(event);
        } catch (CelEvaluationException e) {
            return failed("cannot be evaluated: " + reason(e.getErrorCode()));
        } catch (MalformedAvroException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever a value does to the library, the event does not meet the rule.
            return failed("cannot be evaluated: " + reason(CelErrorCode.INTERNAL_ERROR));
        }
        if (Boolean.TRUE.equals(result)) {
            return null;
        }
        return Boolean.FALSE.equals(result)
                ? failed("is not met: " + shown(rule.doc().isEmpty() ? rule.expression() : rule.doc()))
                : failed("cannot be evaluated: its result is null or of another type than bool");
    }

    private RuleFailure failed(String what) {
        return new RuleFailure(rule, pointer(), "rule " + rule.name() + " " + what);
    }

    /** To the one field that it names; to the whole event when it names several. */
    private String pointer() {
        return paths.size() == 1
                ? paths.iterator().next().stream().map(name -> "/" + name).collect(Collectors.joining())
                : "";
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= MOST_SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, MOST_SHOWN) - 1)) + "…";
    }

    /** The library's own message may hold a value of the event. */
    private static String reason(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "a map has no such key, or a field of null is read";
            case INDEX_OUT_OF_BOUNDS -> "a list has no such element";
            case DIVIDE_BY_ZERO -> "a number is divided by zero";
            case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD -> "an operand is null or of another type";
            case NUMERIC_OVERFLOW -> "a number or a time is out of range";
            case BAD_FORMAT, INVALID_ARGUMENT -> "a value cannot be converted";
            case ITERATION_BUDGET_EXCEEDED ->
                "it takes more than " + RuleCompiler.MAX_ITERATIONS + " steps through lists and maps";
            case INTERNAL_ERROR, DUPLICATE_ATTRIBUTE, TYPE_NOT_FOUND -> "a value does not fit the expression";
        };
    }
}
