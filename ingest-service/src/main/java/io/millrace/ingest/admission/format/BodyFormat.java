package io.millrace.ingest.admission.format;

/** The formats of request bodies. */
public enum BodyFormat {
    /** One JSON object, or one array of them. */
    JSON("http"),
    /** One JSON object per line; lines of white space alone are passed over. */
    NDJSON("http"),
    /** RFC 7464: one JSON object after each record separator. */
    JSON_SEQUENCE("http"),
    /** CloudEvents in the JSON format: one, or an array of them. */
    CLOUD_EVENTS("ce"),
    /** One Avro datum, behind the id of its schema. */
    AVRO("http"),
    /** An Avro object container file. */
    AVRO_FILE("http"),
    /** The records of a Confluent REST Proxy, version 2. */
    CONFLUENT_JSON("http"),
    /** Change events of Debezium in JSON: one, or an array of them. */
    DEBEZIUM("cdc"),
    /** Change events of Debezium in the data of CloudEvents. */
    DEBEZIUM_CLOUD_EVENTS("cdc");

    private final String source;

    BodyFormat(String source) {
        this.source = source;
    }

    /** The way events in this format come by, as it stands in their Kafka headers. */
    public String source() {
        return source;
    }
}
