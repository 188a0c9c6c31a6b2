package io.millrace.ingest.http.resource;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** Judges JSON by the words of JSON Schema that the service uses; fails at a word that it does not know. */
final class JsonSchemaCheck {
    private static final Set<String> WITHOUT_EFFECT = Set.of("description", "contentEncoding");

    private JsonSchemaCheck() {}

    static boolean allows(JsonNode schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> word : schema.properties()) {
            if (!allows(schema, word.getKey(), word.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allows(JsonNode schema, String word, JsonNode said, JsonNode value) {
        return switch (word) {
            case "type" -> isOf(said.asText(), value);
            case "enum" -> contains(said, value);
            case "oneOf" -> count(said, value) == 1;
            case "minLength" -> !value.isTextual() || length(value) >= said.asInt();
            case "maxLength" -> !value.isTextual() || length(value) <= said.asInt();
            case "pattern" -> !value.isTextual() || Pattern.compile(said.asText()).matcher(value.asText()).find();
            case "format" -> !value.isTextual() || isOfFormat(said.asText(), value.asText());
            case "minimum" -> !value.isNumber() || value.decimalValue().compareTo(said.decimalValue()) >= 0;
            case "exclusiveMinimum" -> !value.isNumber() || value.decimalValue().compareTo(said.decimalValue()) > 0;
            case "exclusiveMaximum" -> !value.isNumber() || value.decimalValue().compareTo(said.decimalValue()) < 0;
            case "maximum" -> !value.isNumber() || value.decimalValue().compareTo(said.decimalValue()) <= 0;
            case "multipleOf" -> !value.isNumber()
                    || value.decimalValue().remainder(said.decimalValue()).signum() == 0;
            case "items" -> !value.isArray() || all(value.elements(), element -> allows(said, element));
            case "required" -> !value.isObject() || all(said.elements(), name -> value.has(name.asText()));
            case "properties" -> !value.isObject() || all(said.fieldNames(),
                    name -> !value.has(name) || allows(said.get(name), value.get(name)));
            case "additionalProperties" -> !value.isObject() || all(value.fieldNames(), name -> schema
                    .path("properties").has(name) || !said.isBoolean() && allows(said, value.get(name)));
            case "propertyNames" -> !value.isObject() || all(value.fieldNames(),
                    name -> allows(said, com.fasterxml.jackson.databind.node.TextNode.valueOf(name)));
            default -> {
                if (!WITHOUT_EFFECT.contains(word)) {
                    throw new IllegalStateException("unknown word of JSON Schema: " + word);
                }
                yield true;
            }
        };
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "null" -> value.isNull();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "number" -> value.isNumber();
            case "integer" -> value.isNumber() && value.decimalValue().remainder(BigDecimal.ONE).signum() == 0;
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            default -> throw new IllegalStateException("unknown type: " + type);
        };
    }

    private static boolean isOfFormat(String format, String text) {
        try {
            if (!format.equals("uuid") && text.length() >= 10) {
                var unused = LocalDate.parse(text.substring(0, 10));
            }
            return true;
        } catch (DateTimeException noSuchDay) {
            return false;
        }
    }

    private static int length(JsonNode text) {
        return text.asText().codePointCount(0, text.asText().length());
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        return !all(values.elements(), one -> !one.equals(value));
    }

    private static int count(JsonNode schemas, JsonNode value) {
        int count = 0;
        for (JsonNode schema : schemas) {
            count += allows(schema, value) ? 1 : 0;
        }
        return count;
    }

    private static <T> boolean all(Iterator<T> things, java.util.function.Predicate<T> allowed) {
        while (things.hasNext()) {
            if (!allowed.test(things.next())) {
                return false;
            }
        }
        return true;
    }
}
