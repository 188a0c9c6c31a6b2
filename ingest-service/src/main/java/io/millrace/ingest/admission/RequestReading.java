package io.millrace.ingest.admission;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import io.millrace.contracts.Contract;
import io.millrace.contracts.ContractProblem;
import io.millrace.contracts.RecordCodec;
import io.millrace.contracts.RoleValues;
import io.millrace.ingest.publish.EncodedEvent;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** The events of one request while it is being read. */
final class RequestReading {
    /** More would not help anyone to mend the request. */
    static final int MAX_PROBLEMS = 100;

    private record Key(String pk, String eventId) {}

    private final Contract contract;
    private final RecordReader reader;
    private final Limits limits;
    private final List<EncodedEvent> events = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();
    private final Map<Key, Integer> slotByKey = new HashMap<>();
    private final List<EventProblem> violations = new ArrayList<>();
    private final List<EventProblem> tooLarge = new ArrayList<>();
    private final List<EventProblem> duplicates = new ArrayList<>();
    private int count;
    private int invalid;

    RequestReading(Contract contract, RecordReader reader, Limits limits) {
        this.contract = contract;
        this.reader = reader;
        this.limits = limits;
    }

    /** How many events were read. */
    int count() {
        return count;
    }

    boolean full() {
        return count == limits.maxEvents();
    }

    /** Reads the event at the parser's current token. */
    void event(JsonParser json, @Nullable Integer line) throws IOException {
        Findings findings = new Findings();
        GenericData.Record event = reader.read(json, findings);
        int index = count++;
        if (event == null || !findings.isEmpty()) {
            violation(index, line, event, findings.problems());
            return;
        }
        switch (RoleValues.read(contract, event)) {
            case RoleValues.Reading.Broken broken -> violation(index, line, event, List.of(broken.problem()));
            case RoleValues.Reading.Lawful lawful -> {
                if (invalid == 0) {
                    admit(index, line, lawful.values(), RecordCodec.encode(contract, event));
                }
            }
        }
    }

    /** What becomes of the request, now that all of it was read. */
    Verdict verdict() {
        if (count == 0) {
            return new Verdict.EmptyBatch();
        }
        if (invalid > 0) {
            return new Verdict.ContractViolation(count, invalid, violations);
        }
        if (!tooLarge.isEmpty()) {
            return new Verdict.EventsTooLarge(count, tooLarge);
        }
        if (!duplicates.isEmpty()) {
            return new Verdict.DuplicateEventIds(count, duplicates);
        }
        return new Verdict.Admitted(contract, List.copyOf(events), List.copyOf(slots));
    }

    private void admit(int index, @Nullable Integer line, RoleValues roles, byte[] value) {
        if (value.length > limits.maxEventBytes()) {
            add(tooLarge, new EventProblem(index, line, roles.eventId(), "", "has " + value.length
                    + " bytes as a Kafka value, the limit is " + limits.maxEventBytes()));
            return;
        }
        Key key = new Key(roles.pk(), roles.eventId());
        Integer slot = slotByKey.putIfAbsent(key, events.size());
        if (slot == null) {
            slots.add(events.size());
            events.add(new EncodedEvent(roles.eventId(), roles.pk(), value));
        } else {
            slots.add(slot);
            if (!Arrays.equals(events.get(slot).value(), value)) {
                add(duplicates, new EventProblem(index, line, roles.eventId(), "/" + contract.roles().eventId(),
                        "stands for a different event of the same " + contract.roles().pk() + " in this request"));
            }
        }
    }

    private void violation(int index, @Nullable Integer line, GenericData.@Nullable Record event,
            List<ContractProblem> problems) {
        invalid++;
        String eventId = readableEventId(event);
        for (ContractProblem problem : problems) {
            add(violations, new EventProblem(index, line, eventId, problem.pointer(), problem.reason()));
        }
    }

    private @Nullable String readableEventId(GenericData.@Nullable Record event) {
        Object id = event == null ? null : event.get(contract.roles().eventId());
        return id == null || id.toString().length() > RoleValues.MAX_KEY_LENGTH ? null : id.toString();
    }

    private static void add(List<EventProblem> problems, EventProblem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
