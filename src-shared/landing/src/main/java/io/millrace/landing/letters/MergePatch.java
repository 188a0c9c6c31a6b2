package io.millrace.landing.letters;

import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7396) of an object.
 *
 * @param changes
 *            the patch
 */
record MergePatch(ObjectNode changes) {
    /**
     * Reads a patch.
     *
     * @throws IllegalArgumentException
     *             when the text is no JSON object
     */
    static MergePatch parse(String text) {
        try {
            if (JsonValues.MAPPER.readTree(text) instanceof ObjectNode changes) {
                return new MergePatch(changes);
            }
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException(
                    "The patch is nested too deep, or has a number or a name that is too long",
                    e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The patch is no JSON: see line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr(), e);
        }
        throw new IllegalArgumentException("The patch must be a JSON object");
    }

    /** Applies it to an object, which stays as it is. */
    ObjectNode apply(ObjectNode target) {
        return merged(target, changes);
    }

    private static ObjectNode merged(@Nullable JsonNode target, ObjectNode changes) {
        ObjectNode result = target instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else if (change.getValue() instanceof ObjectNode nested) {
                result.set(change.getKey(), merged(result.get(change.getKey()), nested));
            } else {
                result.set(change.getKey(), change.getValue());
            }
        }
        return result;
    }
}
