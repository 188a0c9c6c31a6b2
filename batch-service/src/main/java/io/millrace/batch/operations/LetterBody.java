package io.millrace.batch.operations;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterFilter;

/**
 * The JSON body of a request that changes letters: the stream, the letters, and what else the route knows. A member that the
 * route does not know, or that is malformed, is refused.
 *
 * @param members
 *            the members of the body
 */
record LetterBody(ObjectNode members) {
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final Set<String> SELECTION = Set.of("stream", "ids", "reasons", "rules", "states", "since",
            "until");

    /**
     * Reads a body.
     *
     * @param further
     *            the names that the route knows beside those that choose letters
     */
    static LetterBody parse(String text, Set<String> further) {
        Set<String> known = new TreeSet<>(SELECTION);
        known.addAll(further);
        try {
            if (JSON.readTree(text) instanceof ObjectNode members) {
                for (Map.Entry<String, JsonNode> member : members.properties()) {
                    if (!known.contains(member.getKey())) {
                        throw RequestRefusedException.badRequest("The body may only have the members " + known);
                    }
                }
                return new LetterBody(members);
            }
        } catch (StreamConstraintsException e) {
            throw RequestRefusedException
                    .badRequest("The body is nested too deep, or has a number or a name that is too long");
        } catch (JsonProcessingException e) {
            throw RequestRefusedException.badRequest("The body is no JSON: see line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr());
        }
        throw RequestRefusedException.badRequest("The body must be a JSON object");
    }

    StreamName stream() {
        return OperationsRequest.stream(text("stream")
                .orElseThrow(() -> RequestRefusedException.badRequest("The member stream is required")));
    }

    /** The letters; empty sets and times where the body names none. */
    LetterFilter filter() {
        return LetterSelection.filter(texts("ids"), texts("reasons"), texts("rules"), texts("states"), text("since"),
                text("until"));
    }

    boolean isOn(String name) {
        JsonNode value = members.get(name);
        if (value != null && !value.isBoolean()) {
            throw RequestRefusedException.badRequest(name + " must be true or false");
        }
        return value != null && value.booleanValue();
    }

    /** A whole number from 1 to a maximum; empty when the body has none. */
    Optional<Integer> number(String name, int most) {
        return Optional.ofNullable(members.get(name))
                .map(value -> LetterSelection.number(name, value.toString(), most));
    }

    /** A JSON object as text; empty when the body has none. */
    Optional<String> object(String name) {
        JsonNode value = members.get(name);
        if (value != null && !value.isObject()) {
            throw RequestRefusedException.badRequest(name + " must be a JSON object");
        }
        return Optional.ofNullable(value).map(JsonNode::toString);
    }

    private Optional<String> text(String name) {
        JsonNode value = members.get(name);
        if (value != null && !value.isTextual()) {
            throw RequestRefusedException.badRequest(name + " must be text");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    private Set<String> texts(String name) {
        JsonNode value = members.get(name);
        Set<String> texts = new HashSet<>();
        if (value != null) {
            if (!value.isArray()) {
                throw RequestRefusedException.badRequest(name + " must be an array of texts");
            }
            for (JsonNode text : value) {
                if (!text.isTextual()) {
                    throw RequestRefusedException.badRequest(name + " must be an array of texts");
                }
                texts.add(text.textValue());
            }
        }
        return texts;
    }
}
