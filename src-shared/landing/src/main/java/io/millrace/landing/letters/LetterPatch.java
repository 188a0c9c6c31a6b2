package io.millrace.landing.letters;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7396) for the events of letters. The event is decoded, changed, and written with the latest contract;
 * its Kafka key is its pk. A patch that would change the pk or the event id is refused: the event would be another one.
 */
public final class LetterPatch {
    private final StreamContracts contracts;
    private final MergePatch patch;

    /**
     * @param patch
     *            a JSON object
     * @throws IllegalArgumentException
     *             when it is none
     */
    public LetterPatch(StreamContracts contracts, String patch) {
        this.contracts = contracts;
        this.patch = MergePatch.parse(patch);
    }

    /**
     * Reads the text of a patch: one JSON object, no member of which occurs twice, and nothing after it.
     *
     * @throws IllegalArgumentException
     *             when it is none; the message says where
     */
    public static ObjectNode read(String text) {
        return MergePatch.parse(text).changes();
    }

    /** Applies it to the event in a record. */
    RedriveDecision apply(RefusedRecord record) {
        Contract latest = contracts.latest();
        try {
            GenericRecord event = decode(record.value(), latest);
            String pk = text(event, latest.roles().pk());
            String eventId = text(event, latest.roles().eventId());
            merge(event, patch.changes(), "");
            if (!pk.equals(text(event, latest.roles().pk()))
                    || !eventId.equals(text(event, latest.roles().eventId()))) {
                return refused("the patch would change the key of the event");
            }
            return new RedriveDecision.Send(
                    record.with(pk.getBytes(StandardCharsets.UTF_8), RecordCodec.encode(latest, event)),
                    Optional.of(eventId));
        } catch (UndecodableException | PatchException e) {
            return refused(String.valueOf(e.getMessage()));
        } catch (AvroRuntimeException | ClassCastException e) {
            return refused("the event cannot be written with the contract " + latest.title());
        }
    }

    private static RedriveDecision refused(String detail) {
        return new RedriveDecision.Leave(RedriveObstacle.PATCH_REFUSED, detail);
    }

    /** Whether it changes a field of the event. */
    boolean names(String field) {
        return patch.changes().has(field);
    }

    /** Applies it to the JSON of an event. */
    ObjectNode merged(ObjectNode event) {
        return patch.apply(event);
    }

    private GenericRecord decode(byte @Nullable [] value, Contract latest) throws UndecodableException {
        if (value == null) {
            throw new UndecodableException("the record has no value");
        }
        Schema schema = LetterEvent.writer(contracts, RecordCodec.contentId(value));
        return RecordCodec.decode(value, schema, latest.schema());
    }

    private static String text(GenericRecord event, String field) {
        return String.valueOf(event.get(field));
    }

    private static void merge(GenericRecord record, JsonNode patch, String at) throws PatchException {
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String pointer = at + "/" + change.getKey();
            Schema.Field field = record.getSchema().getField(change.getKey());
            if (field == null) {
                throw new PatchException(pointer, "is no field of the contract");
            }
            record.put(field.pos(), change.getValue().isNull()
                    ? JsonValues.fallback(field, pointer)
                    : merged(field.schema(), record.get(field.pos()), change.getValue(), pointer));
        }
    }

    private static @Nullable Object merged(Schema schema, @Nullable Object current, JsonNode change, String at)
            throws PatchException {
        if (change.isObject() && current instanceof GenericRecord nested) {
            merge(nested, change, at);
            return nested;
        }
        if (change.isObject() && current instanceof Map<?, ?> map) {
            return merged(SupportedTypes.nonNull(schema).getValueType(), map, change, at);
        }
        return JsonValues.convert(schema, change, at);
    }

    private static Map<String, @Nullable Object> merged(Schema valueType, Map<?, ?> map, JsonNode change, String at)
            throws PatchException {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((name, value) -> result.put(String.valueOf(name), value));
        for (Map.Entry<String, JsonNode> entry : change.properties()) {
            if (entry.getValue().isNull()) {
                result.remove(entry.getKey());
            } else {
                result.put(entry.getKey(),
                        merged(valueType, result.get(entry.getKey()), entry.getValue(), at + "/" + entry.getKey()));
            }
        }
        return result;
    }
}
