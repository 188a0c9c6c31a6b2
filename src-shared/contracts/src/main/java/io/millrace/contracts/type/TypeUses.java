package io.millrace.contracts.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.contracts.schema.TypeName;
import org.apache.avro.Schema;

/** The types that the text of a schema names, and those that it defines, each with a JSON pointer to the first place. */
public final class TypeUses {
    /** As Avro's parser reads it: with comments. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    private static final Set<String> UNNAMED = Stream.of(Schema.Type.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());

    private final Map<String, String> named = new LinkedHashMap<>();
    private final Map<String, String> defined = new LinkedHashMap<>();

    private TypeUses() {}

    /** Finds them; none in a text that is no JSON. */
    public static TypeUses of(String avsc) {
        TypeUses uses = new TypeUses();
        try {
            uses.walk(JSON.readTree(avsc), "", "");
        } catch (JsonProcessingException e) {
            return new TypeUses(); // The parser of schemas gives the reason and the position.
        }
        return uses;
    }

    /** The full names that are used and not defined, and that a shared type may have, with the pointer to the first use. */
    public Map<TypeName, String> undefined() {
        Map<TypeName, String> undefined = new LinkedHashMap<>();
        named.forEach((name, pointer) -> {
            if (!defined.containsKey(name) && TypeName.isLegal(name)) {
                undefined.put(new TypeName(name), pointer);
            }
        });
        return undefined;
    }

    /** The full names that are defined, with the pointer to the definition. */
    public Map<String, String> defined() {
        return Collections.unmodifiableMap(defined);
    }

    private void walk(JsonNode schema, String namespace, String pointer) {
        if (schema.isTextual()) {
            use(schema.textValue(), namespace, pointer);
        } else if (schema.isArray()) {
            schema.forEach(branch -> walk(branch, namespace, pointer));
        } else if (schema.path("type").isTextual()) {
            String type = schema.path("type").textValue();
            switch (type) {
                case "record", "error" -> {
                    String inner = define(schema, namespace, pointer);
                    schema.path("fields").forEach(field -> walk(field.path("type"), inner,
                            pointer + "/fields/" + field.path("name").asText()));
                }
                case "enum", "fixed" -> define(schema, namespace, pointer);
                case "array" -> walk(schema.path("items"), namespace, pointer + "/items");
                case "map" -> walk(schema.path("values"), namespace, pointer + "/values");
                default -> use(type, namespace, pointer);
            }
        } else if (schema.isObject()) {
            walk(schema.path("type"), namespace, pointer);
        }
    }

    private void use(String name, String namespace, String pointer) {
        if (!UNNAMED.contains(name)) {
            named.putIfAbsent(fullName(name, namespace), pointer);
        }
    }

    /** The namespace of what the definition contains. */
    private String define(JsonNode schema, String enclosing, String pointer) {
        String namespace = schema.path("namespace").isTextual() ? schema.path("namespace").textValue() : enclosing;
        String full = fullName(schema.path("name").asText(), namespace);
        defined.putIfAbsent(full, pointer);
        return full.contains(".") ? full.substring(0, full.lastIndexOf('.')) : "";
    }

    private static String fullName(String name, String namespace) {
        return name.contains(".") || namespace.isEmpty() ? name : namespace + "." + name;
    }
}
