package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.RedriveHeaders;
import io.millrace.contracts.schema.StreamName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterJsonTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final byte[] NO_TEXT = {0, (byte) 0xff};

    @Test
    void letterOfAWriterSaysWhereItsSourceLies() {
        // given
        var source = new ConsumerRecord<>("visits", 2, 17L, new byte[]{1}, NO_TEXT);
        ProducerRecord<byte[], byte[]> letter = new DeadLetter(source, DeadLetter.Reason.UNDECODABLE, "no Avro")
                .toRecord(VISITS, "topic-id");
        // when
        ObjectNode json = json(read(letter), false);
        // then
        assertEquals("visits.dlq/0/5", json.get("letter").asText());
        assertEquals("visits/2/17", json.get("source").asText());
        assertEquals("undecodable", json.get("reason").asText());
        assertEquals("no Avro", json.get("detail").asText());
        assertEquals("1970-01-01T00:00:01.234Z", json.get("time").asText());
        assertEquals(2, json.get("bytes").asInt());
        assertTrue(json.get("pointer").isNull());
    }

    @Test
    void letterOfTheGatewaySaysWhereInTheEventTheFaultIs() {
        // given
        var letter = new ProducerRecord<byte[], byte[]>("visits.dlq", null, "{}".getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dlq_error_code", "contract-violation".getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dlq_error_pointer", "/pk".getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dlq_error_rule", "has-a-key".getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dlq_contract", "visits/1".getBytes(StandardCharsets.UTF_8));
        // when
        ObjectNode json = json(read(letter), false);
        // then
        assertEquals("gateway", json.get("source").asText());
        assertEquals("/pk", json.get("pointer").asText());
        assertEquals("has-a-key", json.get("rule").asText());
        assertEquals("visits/1", json.get("contract").asText());
    }

    @Test
    void originalBytesAreThereOnlyWhenTheyAreAskedFor() {
        var text = new ProducerRecord<byte[], byte[]>("visits.dlq", null,
                "{\"pk\": 1}".getBytes(StandardCharsets.UTF_8));
        var noText = new ProducerRecord<byte[], byte[]>("visits.dlq", null, NO_TEXT);
        assertFalse(json(read(text), false).toString().contains("pk"));
        assertEquals("{\"pk\": 1}", json(read(text), true).get("payload").asText());
        assertEquals("\"AP8=\"", json(read(noText), true).get("payload_base64").toString());
    }

    @Test
    void letterSaysItsIdItsStateAndHowOftenItWasRedriven() {
        var source = new ConsumerRecord<>("visits", 2, 17L, new byte[]{1}, NO_TEXT);
        new RedriveHeaders("first/0/3", 2, 1_000_000).addTo(source.headers(), source.topic(), source.key(),
                source.value());
        var letter = new DeadLetter(source, DeadLetter.Reason.UNDECODABLE, "no Avro").toRecord(VISITS, "topic-id");

        ObjectNode json = json(read(letter), false);

        assertEquals("first/0/3", json.get("id").asText());
        assertEquals("open", json.get("state").asText());
        assertEquals(2, json.get("attempts").asInt());
        assertEquals("1970-01-01T00:00:01Z", json.get("first_seen").asText());
    }

    private static ObjectNode json(ConsumerRecord<byte[], byte[]> letter, boolean payload) {
        return DeadLetterJson.of(VISITS, new LetterParsing(5).letter("letters", letter), payload);
    }

    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> letter) {
        return new ConsumerRecord<>("visits.dlq", 0, 5, 1_234, TimestampType.CREATE_TIME, -1, -1, letter.key(),
                letter.value(), new RecordHeaders(letter.headers()), Optional.empty());
    }
}
