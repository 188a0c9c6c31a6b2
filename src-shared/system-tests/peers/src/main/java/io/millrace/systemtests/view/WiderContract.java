package io.millrace.systemtests.view;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A contract in two versions: the second adds a field of every type, each with a default. */
final class WiderContract {
    private static final String ROLES = """
            {"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
            {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}}""";

    /**
     * A field of the second version.
     *
     * @param schema
     *            the field in Avro
     * @param shown
     *            what a row from before shows
     * @param sent
     *            the JSON value that events of the second version have
     */
    record Added(String name, String schema, @Nullable Object shown, String sent) {}

    static final List<Added> ADDED = List.of(
            added("text", "\"string\"", "\"it's \\\\ \\\"\\n\u00e4\ud83d\ude80\"", "it's \\ \"\n\u00e4\ud83d\ude80",
                    "\"sent\""),
            added("order", "\"string\"", "\"a reserved word\"", "a reserved word", "\"\""),
            added("whole", "\"int\"", "-2147483648", Integer.MIN_VALUE, "1"),
            added("wide", "\"long\"", "-9223372036854775808", Long.MIN_VALUE, "2"),
            added("single", "\"float\"", "0.1", 0.1f, "0.5"),
            added("real", "\"double\"", "1e-300", 1e-300, "2.5"),
            added("flag", "\"boolean\"", "true", true, "false"),
            added("raw", "\"bytes\"", "\"\\u0000'\\u00ff\"", new byte[]{0, '\'', -1}, "\"AQ==\""),
            added("four", "{\"type\": \"fixed\", \"name\": \"Four\", \"size\": 4}", "\"\\u0001\\u0002\\u0003\\u0080\"",
                    new byte[]{1, 2, 3, -128}, "\"AQIDBA==\""),
            added("color", "{\"type\": \"enum\", \"name\": \"Color\", \"symbols\": [\"RED\", \"GREEN\"]}", "\"GREEN\"",
                    "GREEN", "\"RED\""),
            added("price", "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2}",
                    "\"\\u00ff\\u0000\"", new BigDecimal("-2.56"), "12.30"),
            added("big", "{\"type\": \"fixed\", \"name\": \"Big\", \"size\": 16, \"logicalType\": \"decimal\","
                    + " \"precision\": 38, \"scale\": 4}",
                    "\"\\u004b\\u003b\\u004c\\u00a8\\u005a\\u0086\\u00c4\\u007a\\u0009\\u008a\\u0022\\u003f"
                            + "\\u00ff\\u00ff\\u00ff\\u00ff\"",
                    new BigDecimal("9999999999999999999999999999999999.9999"), "\"-1.0001\""),
            added("at", "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}", "-1", -1_000L, "1767225600000"),
            added("fine", "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}", "253402300799999999",
                    253402300799999999L, "1767225600000001"),
            added("day", "{\"type\": \"int\", \"logicalType\": \"date\"}", "-719162", -719162, "\"2026-01-01\""),
            added("clock", "{\"type\": \"int\", \"logicalType\": \"time-millis\"}", "86399999", 86399999, "5"),
            added("counts", "{\"type\": \"map\", \"values\": \"long\"}", "{\"a'b\": 1, \"c\": 2}",
                    Map.of("a'b", 1L, "c", 2L), "{\"k\": 9}"),
            added("none", "{\"type\": \"map\", \"values\": \"long\"}", "{}", Map.of(), "{}"),
            added("names", "{\"type\": \"array\", \"items\": [\"null\", \"string\"]}", "[]", List.of(),
                    "[null, \"n\"]"),
            added("days", "{\"type\": \"array\", \"items\": {\"type\": \"int\", \"logicalType\": \"date\"}}", "[0, 1]",
                    List.of(0, 1), "[]"),
            added("place", "{\"type\": \"record\", \"name\": \"Place\", \"fields\": [{\"name\": \"city\", \"type\":"
                    + " \"string\"}, {\"name\": \"zip\", \"type\": [\"null\", \"int\"]}, {\"name\": \"tags\", \"type\":"
                    + " {\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"Tag\", \"fields\":"
                    + " [{\"name\": \"level\", \"type\": \"int\"}]}}}]}",
                    "{\"city\": \"nowhere\", \"zip\": null, \"tags\": [{\"level\": 3}]}", place(),
                    "{\"city\": \"here\", \"zip\": 1, \"tags\": []}"),
            added("maybe", "[\"long\", \"null\"]", "7", 7L, "null"),
            added("absent", "[\"null\", \"long\"]", "null", null, "4"));

    private WiderContract() {}

    static String first() {
        return avsc("");
    }

    static String second() {
        StringBuilder fields = new StringBuilder();
        ADDED.forEach(field -> fields.append(", ").append(field.schema()));
        return avsc(fields.toString());
    }

    /** An event with the roles, and what else is said. */
    static String event(String id, String more) {
        return "{\"pk\": \"p\", \"event_id\": \"" + id + "\", \"event_time\": 1767225600000" + more + "}";
    }

    /** An event of the second version. */
    static String widerEvent(String id) {
        StringBuilder fields = new StringBuilder();
        ADDED.forEach(field -> fields.append(", \"").append(field.name()).append("\": ").append(field.sent()));
        return event(id, fields.toString());
    }

    private static Added added(String name, String type, String fallback, @Nullable Object shown, String sent) {
        return new Added(name, "{\"name\": \"" + name + "\", \"type\": " + type + ", \"default\": " + fallback + "}",
                shown, sent);
    }

    private static Map<String, @Nullable Object> place() {
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("city", "nowhere");
        place.put("zip", null);
        place.put("tags", Arrays.asList(Map.of("level", 3)));
        return place;
    }

    private static String avsc(String more) {
        return "{\"type\": \"record\", \"name\": \"Viewed\", \"fields\": [" + ROLES + more + "]}";
    }
}
