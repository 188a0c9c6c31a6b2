package io.millrace.landing.letters;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final StreamContracts contracts;
    private final JsonNode patch;

    /**
     * @param patch
     *            a JSON object
     * @throws IllegalArgumentException
     *             when it is none
     */
    public LetterPatch(StreamContracts contracts, String patch) {
        this.contracts = contracts;
        try {
            this.patch = JSON.readTree(patch);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The patch is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!this.patch.isObject()) {
            throw new IllegalArgumentException("The patch must be a JSON object");
        }
    }

    /** Applies it to the event in a record. */
    public Patched apply(RefusedRecord record) {
        Contract latest = contracts.latest();
        try {
            GenericRecord event = decode(record.value(), latest);
            String pk = text(event, latest.roles().pk());
            String eventId = text(event, latest.roles().eventId());
            merge(event, patch, "");
            if (!pk.equals(text(event, latest.roles().pk()))
                    || !eventId.equals(text(event, latest.roles().eventId()))) {
                return new Patched.Refused("the patch would change the key of the event");
            }
            return new Patched.Event(
                    record.with(pk.getBytes(StandardCharsets.UTF_8), RecordCodec.encode(latest, event)));
        } catch (UndecodableException | PatchException e) {
            return new Patched.Refused(String.valueOf(e.getMessage()));
        } catch (AvroRuntimeException | ClassCastException e) {
            return new Patched.Refused("the event cannot be written with the contract " + latest.title());
        }
    }

    private GenericRecord decode(byte @Nullable [] value, Contract latest) throws UndecodableException {
        if (value == null) {
            throw new UndecodableException("the record has no value");
        }
        long id = RecordCodec.contentId(value);
        Contract writer = contracts.byContentId().get(id);
        Schema schema = writer == null ? contracts.readable().get(id) : writer.schema();
        if (schema == null) {
            throw new UndecodableException("schema id " + id + " is no version of the contract of "
                    + latest.stream());
        }
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
