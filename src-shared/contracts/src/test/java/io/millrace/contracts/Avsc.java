package io.millrace.contracts;

/** Schema texts. */
final class Avsc {
    static final String PK = field("pk", "'string'");
    static final String EVENT_ID = field("event_id", "'string'");
    static final String EVENT_TIME = field("event_time", "{'type': 'long', 'logicalType': 'timestamp-micros'}");

    private Avsc() {}

    /** A lawful contract: the three required roles, then more fields. */
    static String of(String... fields) {
        String roles = String.join(", ", PK, EVENT_ID, EVENT_TIME);
        return only("", fields.length == 0 ? roles : roles + ", " + String.join(", ", fields));
    }

    /** A lawful contract with settings, the inside of the {@code millrace} object. */
    static String with(String settings, String... fields) {
        return only("'millrace': {" + settings + "},", String.join(", ", PK, EVENT_ID, EVENT_TIME)
                + (fields.length == 0 ? "" : ", " + String.join(", ", fields)));
    }

    /** A record of these fields alone; properties end with a comma. Single quotes stand for double ones. */
    static String only(String properties, String... fields) {
        return json("{'type': 'record', 'name': 'Thing', 'namespace': 'io.example', " + properties + " 'fields': ["
                + String.join(", ", fields) + "]}");
    }

    static String field(String name, String type) {
        return json("{'name': '" + name + "', 'type': " + type + "}");
    }

    static String field(String name, String type, String byDefault) {
        return json("{'name': '" + name + "', 'type': " + type + ", 'default': " + byDefault + "}");
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }
}
