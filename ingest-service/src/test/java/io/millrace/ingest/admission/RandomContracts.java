package io.millrace.ingest.admission;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;

/** Contracts of every type that there is, with defaults and roles, from a seed. */
final class RandomContracts {
    private static final int MAX_DEPTH = 3;

    private final Random random;
    private int names;

    RandomContracts(long seed) {
        this.random = new Random(seed);
    }

    /** A contract that the registry would take. */
    Contract next(long contentId) {
        while (true) {
            String text = text();
            try {
                return ContractParser.parse(new StreamName("random"), 1, contentId, text);
            } catch (ContractException unlawful) {
                // A default or a role that does not fit; the next one does.
                names++;
            }
        }
    }

    private String text() {
        List<String> fields = new ArrayList<>();
        fields.add(field("key", pick("\"string\"", "\"int\"", "\"long\"", logical("string", "uuid")),
                pick("", ", \"default\": \"k\"")));
        fields.add(field("event_id", pick("\"string\"", "\"string\"", "\"int\"", "\"long\"", logical("string", "uuid")),
                ""));
        fields.add(field("event_time", logical("long", pick("timestamp-millis", "timestamp-micros")),
                pick("", "", ", \"default\": 1000")));
        fields.add(field("revision", pick("\"int\"", "\"long\"", logical("long", "timestamp-millis")),
                ", \"default\": 0"));
        fields.add(pick(field("region", "\"string\"", ""),
                field("region", "[\"null\", \"string\"]", ", \"default\": null"),
                field("region", "\"string\"", ", \"default\": \"nowhere\"")));
        for (int i = 3 + random.nextInt(8); i > 0; i--) {
            fields.add(any("f" + i, 0));
        }
        Collections.shuffle(fields, random);
        return "{\"type\": \"record\", \"name\": \"R" + names++ + "\", \"millrace\": {\"pk\": \"key\""
                + pick("", ", \"partition-by\": [\"event_date\", \"region\"]", ", \"region\": null")
                + "}, \"fields\": ["
                + String.join(", ", fields) + "]}";
    }

    private String any(String name, int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 26 : 19)) {
            case 0 -> field(name, "\"int\"", pick("", ", \"default\": -7"));
            case 1 -> field(name, "\"long\"", pick("", ", \"default\": 9007199254740993"));
            case 2 -> field(name, "\"float\"", pick("", ", \"default\": 0.5"));
            case 3 -> field(name, "\"double\"", pick("", ", \"default\": 1e300"));
            case 4 -> field(name, "\"boolean\"", pick("", ", \"default\": true"));
            case 5, 6 -> field(name, "\"string\"", pick("", ", \"default\": \"\u00e4\""));
            case 7 -> field(name, "\"bytes\"", pick("", ", \"default\": \"\u00ff\""));
            case 8 -> field(name, logical("int", "date"), pick("", ", \"default\": 0"));
            case 9 -> field(name, logical("long", pick("timestamp-millis", "timestamp-micros")), "");
            case 10 -> field(name, logical("string", "uuid"),
                    pick("", ", \"default\": \"018CC251-F400-7000-8000-00000000000A\""));
            case 11, 12 -> field(name, decimal(), "");
            case 13 -> field(name, fixed(1 + random.nextInt(7)), "");
            case 14 -> field(name, "{\"type\": \"fixed\", \"name\": \"" + name() + "\", \"size\": 16,"
                    + " \"logicalType\": \"uuid\"}", "");
            case 15 -> field(name, logical("int", "time-millis"), pick("", ", \"default\": 1"));
            case 16 -> field(name, logical("long", "time-micros"), "");
            case 17, 18 -> field(name, "{\"type\": \"enum\", \"name\": \"" + name()
                    + "\", \"symbols\": [\"RED\", \"GREEN\", \"BLUE\"]}", pick("", ", \"default\": \"GREEN\""));
            case 19 -> field(name, "{\"type\": \"array\", \"items\": " + type(depth + 1) + "}",
                    pick("", ", \"default\": []"));
            case 20 -> field(name, "{\"type\": \"map\", \"values\": " + type(depth + 1) + "}",
                    pick("", ", \"default\": {}"));
            case 21 -> field(name, "{\"type\": \"map\", \"values\": \"int\"}",
                    ", \"default\": {\"zz\": 1, \"b\": 2, \"\u00fc\": 3, \"aaaa\": 4}");
            case 22, 23 -> field(name, "[\"null\", " + notNullable(depth) + "]", pick("", ", \"default\": null"));
            case 24 -> field(name, "[" + notNullable(depth) + ", \"null\"]", "");
            default -> field(name, "{\"type\": \"record\", \"name\": \"" + name() + "\", \"fields\": ["
                    + any("a", depth + 1) + ", " + any("b", depth + 1) + ", " + any("c", depth + 1) + "]}", "");
        };
    }

    private String type(int depth) {
        String field = any("x", depth);
        String type = field.substring(field.indexOf("\"type\": ") + "\"type\": ".length(), field.length() - 1);
        int end = type.lastIndexOf(", \"default\": ");
        return end < 0 ? type : type.substring(0, end);
    }

    private String notNullable(int depth) {
        String type;
        do {
            type = type(depth + 1);
        } while (type.startsWith("["));
        return type;
    }

    private String decimal() {
        int precision = 1 + random.nextInt(38);
        String digits = "\"logicalType\": \"decimal\", \"precision\": " + precision + ", \"scale\": "
                + random.nextInt(precision + 1) + "}";
        return random.nextBoolean()
                ? "{\"type\": \"bytes\", " + digits
                : "{\"type\": \"fixed\", \"name\": \"" + name() + "\", \"size\": 17, " + digits;
    }

    private String fixed(int size) {
        return "{\"type\": \"fixed\", \"name\": \"" + name() + "\", \"size\": " + size + "}";
    }

    private static String field(String name, String type, String rest) {
        return "{\"name\": \"" + name + "\", \"type\": " + type + rest + "}";
    }

    private static String logical(String type, String logical) {
        return "{\"type\": \"" + type + "\", \"logicalType\": \"" + logical + "\"}";
    }

    private String name() {
        return "N" + names++;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
