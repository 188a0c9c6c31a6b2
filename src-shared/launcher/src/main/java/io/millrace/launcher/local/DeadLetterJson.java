package io.millrace.launcher.local;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Dead letters as JSON: reason, source and time; the original bytes only on request. */
public final class DeadLetterJson {
    /** The contract that the event was held to, of a letter that the gateway wrote. */
    private static final String CONTRACT = "dlq_contract";

    private DeadLetterJson() {}

    /**
     * One letter.
     *
     * @param payload
     *            whether the original bytes are in it: as text when they are UTF-8, else as Base64
     */
    public static ObjectNode of(ConsumerRecord<byte[], byte[]> letter, boolean payload) {
        Headers headers = letter.headers();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("letter", letter.topic() + "/" + letter.partition() + "/" + letter.offset());
        json.put("time", Instant.ofEpochMilli(letter.timestamp()).toString());
        text(json, "reason", headers, DeadLetter.ERROR_CODE);
        text(json, "pointer", headers, DeadLetter.ERROR_POINTER);
        text(json, "rule", headers, DeadLetter.ERROR_RULE);
        text(json, "detail", headers, DeadLetter.ERROR_DETAIL);
        boolean fromTopic = EventHeaders.text(headers, DeadLetter.SOURCE_OFFSET).isPresent();
        json.put("source", fromTopic ? DeadLetter.coordinates(headers) : "gateway");
        text(json, "contract", headers, CONTRACT);
        text(json, "event_id", headers, EventHeaders.EVENT_ID);
        text(json, "correlation_id", headers, EventHeaders.CORRELATION_ID);
        byte[] value = letter.value();
        json.put("bytes", value == null ? 0 : value.length);
        if (payload && value != null) {
            payload(json, value);
        }
        return json;
    }

    private static void text(ObjectNode json, String name, Headers headers, String header) {
        json.put(name, EventHeaders.text(headers, header).orElse(null));
    }

    private static void payload(ObjectNode json, byte[] value) {
        try {
            json.put("payload", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException noText) {
            json.put("payload_base64", value);
        }
    }
}
