package io.millrace.contracts.testing;

/** Schema texts. */
public final class Avsc {
    public static final String PK = field("pk", "'string'");
    public static final String EVENT_ID = field("event_id", "'string'");
    public static final String EVENT_TIME = field("event_time", "{'type': 'long', 'logicalType': 'timestamp-micros'}");

    private Avsc() {}

    /** A lawful contract: the three required roles, then more fields. */
    public static String of(String... fields) {
        String roles = String.join(", ", PK, EVENT_ID, EVENT_TIME);
        return only("", fields.length == 0 ? roles : roles + ", " + String.join(", ", fields));
    }

    /** A lawful contract with settings, the inside of the {@code millrace} object. */
    public static String with(String settings, String... fields) {
        return only("'millrace': {" + settings + "},", String.join(", ", PK, EVENT_ID, EVENT_TIME)
                + (fields.length == 0 ? "" : ", " + String.join(", ", fields)));
    }

    /** A record of these fields alone; properties end with a comma. Single quotes stand for double ones. */
    public static String only(String properties, String... fields) {
        return json("{'type': 'record', 'name': 'Thing', 'namespace': 'io.example', " + properties + " 'fields': ["
                + String.join(", ", fields) + "]}");
    }

    public static String field(String name, String type) {
        return json("{'name': '" + name + "', 'type': " + type + "}");
    }

    public static String field(String name, String type, String byDefault) {
        return json("{'name': '" + name + "', 'type': " + type + ", 'default': " + byDefault + "}");
    }

    public static String json(String text) {
        return text.replace('\'', '"');
    }
}
