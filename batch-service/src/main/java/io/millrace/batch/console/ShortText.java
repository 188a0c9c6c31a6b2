package io.millrace.batch.console;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A text that is cut so that its page stays below 200 KB, also when each character is escaped.
 *
 * @param text
 *            the text; ends with {@code …} where it is cut
 * @param isCut
 *            whether anything was left out
 */
record ShortText(String text, boolean isCut) {
    /** In characters; each takes at most six bytes in a page. */
    static final int MOST = 20_000;
    /** Of one value in JSON. */
    static final int MOST_OF_VALUE = 1_000;
    private static final String MORE = "…";

    static ShortText of(String text) {
        return text.length() <= MOST ? new ShortText(text, false) : new ShortText(cut(text, MOST), true);
    }

    /** One value of a text that some program wrote. */
    static String ofValue(String text) {
        return text.length() <= MOST_OF_VALUE
                ? text
                : cut(text, MOST_OF_VALUE) + " (" + text.length() + " characters)";
    }

    /** JSON on several lines, without the ends of long values and, beyond the limit, without the last ones. */
    static ShortText of(JsonNode json) {
        Cutting cutting = new Cutting();
        ShortText whole = of(cutting.copy(json, 1).toPrettyString());
        return new ShortText(whole.text(), whole.isCut() || cutting.isCut);
    }

    /** Not between the halves of a surrogate pair. */
    private static String cut(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length) + MORE;
    }

    /** Copies JSON until its text is as long as a page has room for. */
    private static final class Cutting {
        private int left = MOST;
        private boolean isCut;

        JsonNode copy(JsonNode json, int depth) {
            return switch (json) {
                case ObjectNode object -> object(object, depth);
                case ArrayNode array -> array(array, depth);
                default -> value(json);
            };
        }

        private ObjectNode object(ObjectNode object, int depth) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (!hasRoom(depth + member.getKey().length())) {
                    copy.put(MORE, object.size() - copy.size() + " more");
                    break;
                }
                copy.set(shortened(member.getKey()), copy(member.getValue(), depth + 1));
            }
            return copy;
        }

        private ArrayNode array(ArrayNode array, int depth) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : array) {
                if (!hasRoom(depth)) {
                    copy.add(MORE + " " + (array.size() - copy.size()) + " more");
                    break;
                }
                copy.add(copy(element, depth + 1));
            }
            return copy;
        }

        private JsonNode value(JsonNode json) {
            String text = json.asText();
            left -= Math.min(text.length(), MOST_OF_VALUE);
            return text.length() <= MOST_OF_VALUE ? json : JsonNodeFactory.instance.textNode(shortened(text));
        }

        private String shortened(String text) {
            isCut |= text.length() > MOST_OF_VALUE;
            return ofValue(text);
        }

        private boolean hasRoom(int characters) {
            left -= characters;
            isCut |= left < 0;
            return left >= 0;
        }
    }
}
