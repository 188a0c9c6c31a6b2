package io.millrace.landing.letters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.QuarantineHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.rule.OnFailure;
import io.millrace.contracts.rule.RuleFailure;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.RoleValues;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of events that the gateway quarantined. Such a letter holds the JSON of the request. It is patched as JSON and
 * then held to the rules that the gateway holds an event to: types, values, keys, and the quality rules that it judges.
 */
final class QuarantinedJson {
    /** Media types of requests in which an event is one JSON object, and so is its letter. */
    private static final Set<String> JSON_TYPES = Set.of("application/json", "application/x-ndjson",
            "application/ndjson", "application/jsonl", "application/json-seq");
    /** The header {@code source} of events in the gateway's own format. */
    private static final String PLAIN = "http";
    /** The reason of an event that the gateway does not take because of its size. */
    private static final String TOO_LARGE = "event-too-large";

    private final Contract contract;
    private final Optional<LetterPatch> patch;
    private final Clock clock;
    /** The keys of the events whose id was missing or refused: pk and event id. */
    private final Set<List<String>> keys = new HashSet<>();

    QuarantinedJson(Contract contract, Optional<LetterPatch> patch, Clock clock) {
        this.contract = contract;
        this.patch = patch;
        this.clock = clock;
    }

    RedriveDecision decide(Letter letter) {
        RecordHeaders headers = new RecordHeaders(letter.record().headers());
        Optional<ObjectNode> sent = isPlain(headers) ? json(letter.record().value()) : Optional.empty();
        if (sent.isEmpty()) {
            return leave(RedriveObstacle.NOT_JSON, "the letter is not the JSON of one event");
        }
        if (letter.cause().code().equals(TOO_LARGE)) {
            return leave(RedriveObstacle.INVALID, "the event is too large for the gateway");
        }
        return decide(letter, sent.get(), EventHeaders.text(headers, EventHeaders.EVENT_ID));
    }

    private RedriveDecision decide(Letter letter, ObjectNode sent, Optional<String> readId) {
        String pk = contract.roles().pk();
        String id = contract.roles().eventId();
        boolean idRefused = isAbout(letter, id);
        if (!isThere(sent.get(id)) && !idRefused && readId.isPresent()) {
            // From the path, or from a header of the request.
            JsonValues.putKey(sent, contract.schema().getField(id), readId.get());
        }
        ObjectNode event = patch.map(change -> change.merged(sent)).orElse(sent);
        if (!isThere(event.get(id)) || idRefused && patch.filter(change -> change.names(id)).isEmpty()) {
            return leave(RedriveObstacle.NO_EVENT_ID, "/" + id + " is not known");
        }
        if (!idRefused && isChanged(sent.get(id), event.get(id))
                || !isAbout(letter, pk) && isChanged(sent.get(pk), event.get(pk))) {
            return leave(RedriveObstacle.PATCH_REFUSED, "the patch would change the key of the event");
        }
        boolean idPatched = patch.filter(change -> change.names(id)).isPresent() && !isThere(sent.get(id));
        if ((idRefused || idPatched) && !keys.add(List.of(event.path(pk).asText(), event.path(id).asText()))) {
            return leave(RedriveObstacle.PATCH_REFUSED, "the patch would give the key of another letter to the event");
        }
        try {
            return checked(letter, canonical(JsonValues.record(contract.schema(), event, "")));
        } catch (PatchException e) {
            return leave(RedriveObstacle.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private RedriveDecision checked(Letter letter, GenericRecord event) {
        return switch (RoleValues.read(contract, event)) {
            case RoleValues.Reading.Broken broken -> leave(RedriveObstacle.INVALID, broken.problem().toString());
            case RoleValues.Reading.Lawful(RoleValues roles) -> {
                byte[] value = RecordCodec.encode(contract, event);
                yield brokenRule(value)
                        .map(failure -> leave(RedriveObstacle.INVALID,
                                "the event does not meet the quality rule " + failure.rule().name()))
                        .orElseGet(() -> new RedriveDecision.Send(
                                new RefusedRecord(roles.pk().getBytes(StandardCharsets.UTF_8), value,
                                        headers(letter.record().headers(), roles.eventId())),
                                Optional.of(roles.eventId())));
            }
        };
    }

    /** The first of the quality rules for which the gateway would refuse the event. */
    private Optional<RuleFailure> brokenRule(byte[] value) {
        return contract.rules().atGateway()
                .judge(value, RecordCodec.HEADER, TimeUnit.MILLISECONDS.toMicros(clock.millis())).stream()
                .filter(failure -> failure.rule().onFailure() == OnFailure.ERROR).findFirst();
    }

    /** With each uuid in its one spelling. */
    private GenericRecord canonical(GenericRecord event) throws PatchException {
        try {
            return RecordCodec.decode(RecordCodec.encode(contract, event), contract.schema(), contract.schema());
        } catch (UndecodableException e) {
            throw new PatchException("", "cannot be written with the contract " + contract.title());
        }
    }

    /** Those of the letter, without the one that makes it a letter of the gateway, and with the event id. */
    private static List<Header> headers(List<Header> ofLetter, String eventId) {
        List<Header> headers = new ArrayList<>();
        headers.add(new RecordHeader(EventHeaders.EVENT_ID, eventId.getBytes(StandardCharsets.UTF_8)));
        for (Header header : ofLetter) {
            if (!header.key().equals(EventHeaders.EVENT_ID) && !header.key().equals(QuarantineHeaders.CONTENT_TYPE)) {
                headers.add(header);
            }
        }
        return headers;
    }

    private static boolean isPlain(RecordHeaders headers) {
        return EventHeaders.text(headers, QuarantineHeaders.CONTENT_TYPE)
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)).filter(JSON_TYPES::contains)
                .isPresent() && EventHeaders.text(headers, EventHeaders.SOURCE).filter(PLAIN::equals).isPresent();
    }

    private static Optional<ObjectNode> json(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return JsonValues.MAPPER.readTree(text) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (CharacterCodingException | JsonProcessingException e) { // the letter is no JSON
            return Optional.empty();
        }
    }

    /** Whether the gateway refused an event because of this field. */
    private static boolean isAbout(Letter letter, String field) {
        return letter.cause().pointer().filter(("/" + field)::equals).isPresent();
    }

    private static boolean isThere(@Nullable JsonNode value) {
        return value != null && !value.isNull();
    }

    private static boolean isChanged(@Nullable JsonNode before, @Nullable JsonNode after) {
        return before != null && !before.isNull() && (after == null || !before.asText().equals(after.asText()));
    }

    private static RedriveDecision leave(RedriveObstacle obstacle, String detail) {
        return new RedriveDecision.Leave(obstacle, detail);
    }
}
