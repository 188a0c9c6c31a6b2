package io.millrace.landing.letters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Dead letters as JSON: reason, source and time; the original bytes only on request. */
public final class DeadLetterJson {
    private DeadLetterJson() {}

    /**
     * One letter.
     *
     * @param payload
     *            whether the original bytes are in it: as text when they are UTF-8, else as Base64
     */
    public static ObjectNode of(StreamName stream, Letter letter, boolean payload) {
        Headers headers = new RecordHeaders(letter.record().headers());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", letter.id()).put("state", letter.state().code()).put("attempts", letter.attempts());
        json.put("letter", coordinates(stream.deadLetterTopic(), letter.position()));
        json.put("first_seen", time(letter.firstSeenMicros())).put("time", time(letter.lastSeenMicros()));
        json.put("reason", letter.cause().reason().orElse(null));
        json.put("pointer", letter.cause().pointer().orElse(null));
        json.put("rule", letter.cause().rule().orElse(null));
        json.put("detail", letter.cause().message().orElse(null));
        json.put("source", letter.source().map(at -> coordinates(stream.topic(), at)).orElse("gateway"));
        letter.sentTo().ifPresent(at -> json.put("sent_to", coordinates(stream.topic(), at)));
        json.put("contract", letter.cause().contract().orElse(null));
        json.put("event_id", EventHeaders.text(headers, EventHeaders.EVENT_ID).orElse(null));
        json.put("correlation_id", EventHeaders.text(headers, EventHeaders.CORRELATION_ID).orElse(null));
        byte[] value = letter.record().value();
        json.put("bytes", value == null ? 0 : value.length);
        if (payload && value != null) {
            payload(json, value);
        }
        return json;
    }

    private static String coordinates(String topic, RecordPosition at) {
        return topic + "/" + at.partition() + "/" + at.offset();
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static void payload(ObjectNode json, byte[] value) {
        try {
            json.put("payload", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException noText) {
            json.put("payload_base64", value);
        }
    }
}
