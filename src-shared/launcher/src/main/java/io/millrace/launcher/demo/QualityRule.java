package io.millrace.launcher.demo;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.schema.Contract;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The quality rule that the demo adds to the contract while events are sent, and two events that break it: one for the
 * gateway, which must refuse it, and one that a producer writes to Kafka itself, which must become a dead letter.
 */
final class QualityRule {
    /** Its name. */
    static final String NAME = "magnitude-plausible";
    /** The key of the event that is written to Kafka, pk and event id. */
    static final String BYPASSING_KEY = "written-without-the-gateway";
    /** The magnitude of that event after its correction. */
    static final double CORRECTED = 5.9;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPRESSION = "message.mag == null || message.mag < 10.0";
    private static final double TOO_LARGE = 59.0;

    private QualityRule() {}

    /** A contract with the rule. */
    static String addTo(String schema) {
        try {
            ObjectNode contract = (ObjectNode) JSON.readTree(schema);
            contract.withObjectProperty("millrace").putArray("rules").addObject().put("name", NAME)
                    .put("expr", EXPRESSION).put("doc", "no earthquake has a magnitude of 10");
            return contract.toString();
        } catch (JsonProcessingException e) {
            throw new LauncherException("The contract that the gateway answered is no JSON", e);
        }
    }

    /** Whether the gateway refused an event because of the rule. */
    static boolean refuses(GatewayClient.Answer answer) {
        try {
            return answer.refused()
                    && NAME.equals(JSON.readTree(answer.body()).path("errors").path(0).path("rule").textValue());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** An event that breaks the rule and nothing else, as JSON. */
    static String brokenBy(String event) {
        try {
            ObjectNode changed = (ObjectNode) JSON.readTree(event);
            return changed.put("id", "too-large").put("event_id", "too-large").put("mag", TOO_LARGE).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A line of the sample data is no JSON", e);
        }
    }

    /**
     * A record with an event that breaks the rule and nothing else.
     *
     * @param contract
     *            the contract with the rule
     * @param valid
     *            a value of the topic
     * @param writer
     *            the contract that the value was written with
     */
    static ProducerRecord<byte[], byte[]> bypassing(Contract contract, byte[] valid, Contract writer) {
        try {
            GenericRecord event = RecordCodec.decode(valid, writer.schema(), contract.schema());
            event.put(contract.roles().pk(), BYPASSING_KEY);
            event.put(contract.roles().eventId(), BYPASSING_KEY);
            event.put("mag", TOO_LARGE);
            return new ProducerRecord<>(contract.stream().topic(), BYPASSING_KEY.getBytes(StandardCharsets.UTF_8),
                    RecordCodec.encode(contract, event));
        } catch (UndecodableException e) {
            throw new LauncherException("A record of the topic cannot be read: " + e.getMessage(), e);
        }
    }
}
