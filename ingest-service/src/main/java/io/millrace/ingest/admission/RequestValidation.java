package io.millrace.ingest.admission;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

import com.fasterxml.jackson.core.JsonParser;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.UuidText;
import io.millrace.ingest.admission.format.AdmissionRequest;
import io.millrace.ingest.admission.format.BodyRefusal;
import io.millrace.ingest.admission.format.ContractReader;
import io.millrace.ingest.admission.format.EventContext;
import io.millrace.ingest.admission.format.EventId;
import io.millrace.ingest.admission.format.EventIdSource;
import io.millrace.ingest.admission.format.EventSink;
import io.millrace.ingest.admission.plan.EventDraft;
import io.millrace.ingest.admission.plan.JsonInput;
import io.millrace.ingest.admission.value.ValidationErrors;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.config.TimePrecision;
import io.millrace.ingest.outcome.EventOutcome;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.publish.OutgoingRecord;
import io.millrace.ingest.publish.QuarantinedEvent;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** The validation of one request: collects its valid events and the problems of the others. */
final class RequestValidation implements EventSink {
    /** More problems would not help to correct the request. */
    static final int MAX_PROBLEMS = 100;

    private static final EventDisposition SKIPPED = new EventDisposition.Decided(null, null,
            new EventOutcome.Skipped());

    private record Key(StreamName stream, String pk, String eventId) {}

    private final EventDraft draft;
    private final AdmissionRequest request;
    private final EventIdSource naming;
    private final OnInvalid onInvalid;
    private final TimePrecision precision;
    private final RequestLimits limits;
    private final DecodedWeight weight;
    private final LongPredicate memory;
    /** Bytes that this request holds memory for: those of its body, and those that its events have beyond it. */
    private long paid;
    private long encoded;
    private @Nullable BodyRefusal refusal;
    private final long nowMillis;
    private final RequestRules rules;
    private final List<OutgoingRecord> outgoing = new ArrayList<>();
    private final List<EventDisposition> events = new ArrayList<>();
    private final Map<Key, Integer> slotByKey = new HashMap<>();
    private final Map<RejectionReason, List<EventProblem>> problems = new EnumMap<>(RejectionReason.class);
    private final Map<RejectionReason, Integer> invalid = new EnumMap<>(RejectionReason.class);

    /**
     * @param draft
     *            to write events in, which no one else uses meanwhile
     */
    RequestValidation(AdmissionRequest request, RequestLimits limits, long nowMillis, EventDraft draft) {
        this.draft = draft;
        this.request = request;
        this.naming = request.naming();
        this.onInvalid = request.onInvalid();
        this.precision = request.precision();
        this.limits = limits;
        this.weight = new DecodedWeight(limits.maxEventMemory());
        this.memory = request.memory();
        this.paid = request.body().length;
        this.nowMillis = nowMillis;
        this.rules = new RequestRules(nowMillis);
    }

    /** The quality rules that events of the request did not meet. */
    RequestRules rules() {
        return rules;
    }

    /** The validation of the same request from its beginning, which keeps the memory that was taken for it. */
    RequestValidation again() {
        RequestValidation again = new RequestValidation(request, limits, nowMillis, draft);
        again.paid = paid;
        return again;
    }

    /** For an event that is going to be read. */
    @Override
    public ValidationErrors errors() {
        weight.start();
        return new ValidationErrors(precision, weight);
    }

    @Override
    public int count() {
        return events.size();
    }

    @Override
    public boolean full() {
        return count() == limits.maxEvents();
    }

    @Override
    public boolean written(ContractReader reader, JsonInput in, boolean alone, EventContext about) {
        Contract contract = reader.contract();
        int start = in.position();
        boolean[] generated = {false};
        weight.start();
        boolean plain = draft.write(reader.plan(), in, weight, precision, () -> {
            EventId id = idOf(about);
            generated[0] = id.generated();
            return id.as(contract.schema().getField(contract.roles().eventId()).schema(),
                    new ValidationErrors(precision, weight));
        });
        // No string of a larger event is read.
        if (!plain || in.position() - start > limits.maxEventBytes() || RoleValues.keyFault(draft.pk()) != null
                || RoleValues.keyFault(draft.eventId()) != null || isNamedOtherwise(contract, draft.eventId())) {
            return false;
        }
        if (alone) {
            in.skipSpace();
            if (!in.isEnd()) {
                return false;
            }
        }
        if (skipsTheRest()) {
            events.add(SKIPPED);
        } else {
            admit(contract, draft.pk(), draft.eventId(), draft.value(), generated[0], about);
        }
        return true;
    }

    /** Reads the event at the parser's current token. */
    @Override
    public void event(ContractReader reader, JsonParser json, EventContext about) throws IOException {
        ValidationErrors errors = errors();
        int depth = json.getParsingContext().getNestingDepth();
        try {
            read(reader, json, errors, about);
        } catch (OverweightException e) {
            while (json.getParsingContext().getNestingDepth() >= depth) {
                json.nextToken();
            }
            tooHeavy(reader.contract(), about);
        }
    }

    private void read(ContractReader reader, JsonParser json, ValidationErrors errors, EventContext about)
            throws IOException {
        String idField = reader.contract().roles().eventId();
        boolean[] generated = {false};
        GenericData.Record event = reader.reader().read(json, errors, (field, found) -> {
            if (!field.name().equals(idField)) {
                return about.defaults().valueOf(field, found);
            }
            EventId id = idOf(about);
            generated[0] = id.generated();
            return id.as(field.schema(), found);
        });
        decoded(reader.contract(), event, errors, generated[0], about);
    }

    private EventId idOf(EventContext about) {
        return about.id() == null ? EventId.of(naming, count(), nowMillis) : about.id();
    }

    /** Judges an event whose fields were read; null when there are none. */
    @Override
    public void decoded(Contract contract, GenericData.@Nullable Record event, ValidationErrors errors,
            boolean idGenerated,
            EventContext about) {
        if (event != null && errors.isEmpty()) {
            named(contract, event, errors);
        }
        if (event == null || !errors.isEmpty()) {
            invalid(contract, readableEventId(contract, event), RejectionReason.CONTRACT_VIOLATION, errors.problems(),
                    about);
            return;
        }
        switch (RoleValues.read(contract, event)) {
            case RoleValues.Reading.Broken broken -> invalid(contract, readableEventId(contract, event),
                    RejectionReason.CONTRACT_VIOLATION, List.of(broken.problem()), about);
            case RoleValues.Reading.Lawful lawful -> {
                if (skipsTheRest()) {
                    events.add(SKIPPED);
                } else {
                    admit(contract, lawful.values().pk(), lawful.values().eventId(),
                            RecordCodec.encode(contract, event), idGenerated, about);
                }
            }
        }
    }

    /** Notes an event that cannot be read, or that belongs to no stream. */
    @Override
    public void broken(@Nullable Contract contract, RejectionReason fault, String pointer, String reason,
            EventContext about) {
        invalid(contract, null, fault, List.of(new ContractProblem(pointer, reason)), about);
    }

    /** Notes an event that takes more memory than it may. */
    @Override
    public void tooHeavy(Contract contract, EventContext about) {
        invalid(contract, null, RejectionReason.EVENT_TOO_LARGE, List.of(new ContractProblem("", "takes more than "
                + limits.maxEventMemory()
                + " bytes of memory when it is read; send fewer array elements and map entries"
                + " in one event")), about);
    }

    @Override
    public DecodedWeight weight() {
        return weight;
    }

    @Override
    public void skipped() {
        events.add(SKIPPED);
    }

    /** The verdict on the request, after all of it was read. */
    AdmissionVerdict verdict() {
        if (refusal != null) {
            return new AdmissionVerdict.Refused(refusal);
        }
        if (count() == 0) {
            return new AdmissionVerdict.Refused(new BodyRefusal.EmptyBatch());
        }
        boolean nothingLeft = outgoing.isEmpty() && !problems.isEmpty();
        if (nothingLeft || onInvalid != OnInvalid.LEAVE_OUT && !problems.isEmpty()) {
            var first = problems.entrySet().iterator().next();
            return new AdmissionVerdict.Refused(new BodyRefusal.InvalidEvents(count(), first.getKey(),
                    invalid.getOrDefault(first.getKey(), 0), first.getValue()));
        }
        return new AdmissionVerdict.Admitted(List.copyOf(outgoing), List.copyOf(events));
    }

    private void named(Contract contract, GenericData.Record event, ValidationErrors errors) {
        String field = contract.roles().eventId();
        if (isNamedOtherwise(contract, String.valueOf(event.get(field)))) {
            errors.into(field);
            errors.problem("differs from the event id in the path");
            errors.out();
        }
    }

    private boolean isNamedOtherwise(Contract contract, String found) {
        return naming instanceof EventIdSource.Given(String eventId) && !found
                .equals(UuidText.spelled(contract.schema().getField(contract.roles().eventId()).schema(), eventId));
    }

    /** Whether the request is refused already, so that its valid events are not needed. */
    private boolean skipsTheRest() {
        return onInvalid == OnInvalid.REJECT && !invalid.isEmpty();
    }

    private void admit(Contract contract, String pk, String eventId, byte[] value, boolean idGenerated,
            EventContext about) {
        if (value.length > limits.maxEventBytes()) {
            invalid(contract, eventId, RejectionReason.EVENT_TOO_LARGE, List.of(new ContractProblem("", "has "
                    + value.length + " bytes as a Kafka value, the limit is " + limits.maxEventBytes())), about);
            return;
        }
        List<ContractProblem> refusals = rules.refusals(contract, value);
        if (!refusals.isEmpty()) {
            invalid(contract, eventId, RejectionReason.RULE, refusals, about);
            return;
        }
        if (!pays(value.length)) {
            events.add(SKIPPED);
            return;
        }
        Key key = new Key(contract.stream(), pk, eventId);
        Integer slot = slotByKey.putIfAbsent(key, outgoing.size());
        if (slot == null) {
            events.add(new EventDisposition.Send(outgoing.size(), idGenerated));
            outgoing.add(new EncodedEvent(contract.stream(), eventId, pk, contract.salt(), value,
                    about.headers()));
        } else if (outgoing.get(slot) instanceof EncodedEvent first && Arrays.equals(first.value(), value)) {
            events.add(new EventDisposition.Send(slot, idGenerated));
        } else {
            invalid(contract, eventId, RejectionReason.DUPLICATE_EVENT_ID,
                    List.of(new ContractProblem("/" + contract.roles().eventId(),
                            "is used for a different event of the same " + contract.roles().pk() + " in this request")),
                    about);
        }
    }

    /** Takes memory for one Kafka value more; when there is none, the request is refused and what it held is let go. */
    private boolean pays(int bytes) {
        encoded += bytes;
        if (refusal == null && encoded > limits.maxBytes()) {
            refusal = new BodyRefusal.EventsTooLarge(count());
        } else if (refusal == null && encoded > paid) {
            if (memory.test(encoded - paid)) {
                paid = encoded;
            } else {
                refusal = new BodyRefusal.NoMemory(count());
            }
        }
        if (refusal != null) {
            outgoing.clear();
        }
        return refusal == null;
    }

    private void invalid(@Nullable Contract contract, @Nullable String eventId, RejectionReason fault,
            List<ContractProblem> reasons, EventContext about) {
        List<EventProblem> found = reasons.stream()
                .map(reason -> new EventProblem(count(), about.line(), eventId, reason.pointer(), reason.reason(),
                        reason.rule()))
                .toList();
        if (onInvalid == OnInvalid.QUARANTINE && contract != null) {
            byte[] original = about.original().bytes();
            if (original.length <= limits.maxEventBytes() && pays(original.length)) {
                events.add(new EventDisposition.Send(outgoing.size(), false));
                ContractProblem first = reasons.getFirst();
                outgoing.add(new QuarantinedEvent(contract.stream(), eventId, original, fault.code(), first.pointer(),
                        first.reason(), contract.title(), first.rule()));
                return;
            }
        }
        invalid.merge(fault, 1, Integer::sum);
        List<EventProblem> listed = problems.computeIfAbsent(fault, none -> new ArrayList<>());
        found.stream().limit(MAX_PROBLEMS - listed.size()).forEach(listed::add);
        events.add(new EventDisposition.Decided(contract == null ? null : contract.stream(), eventId,
                new EventOutcome.Rejected(fault, found)));
    }

    private static @Nullable String readableEventId(Contract contract, GenericData.@Nullable Record event) {
        Object id = event == null ? null : event.get(contract.roles().eventId());
        return id == null || id.toString().length() > RoleValues.MAX_KEY_LENGTH ? null : id.toString();
    }
}
