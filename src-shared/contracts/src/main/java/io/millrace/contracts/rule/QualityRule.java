package io.millrace.contracts.rule;

import java.util.List;
import java.util.Map;

/**
 * A condition that the events of a contract must meet.
 *
 * @param name
 *            unique within the contract; letters, digits, dots, dashes and underscores
 * @param mode
 *            which side judges it
 * @param expression
 *            in CEL, of type bool
 * @param onFailure
 *            what becomes of an event that does not meet it
 * @param doc
 *            what it demands, for the sender of an event; may be empty
 * @param tags
 *            labels for people and tools
 * @param params
 *            settings for other tools; they have no effect here
 */
public record QualityRule(
        String name,
        RuleMode mode,
        String expression,
        OnFailure onFailure,
        String doc,
        List<String> tags,
        Map<String, String> params) {

    public QualityRule {
        tags = List.copyOf(tags);
        params = Map.copyOf(params);
    }

    /** Whether the gateway judges it: an event that only becomes a dead letter is judged where letters are written. */
    boolean atGateway() {
        return mode.atGateway() && onFailure != OnFailure.DLQ;
    }
}
