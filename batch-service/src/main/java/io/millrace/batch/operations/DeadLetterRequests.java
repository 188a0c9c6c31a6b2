package io.millrace.batch.operations;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.DecodedMemory;
import io.millrace.landing.StreamTables;
import io.millrace.landing.letters.DeadLetterJson;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterCursor;
import io.millrace.landing.letters.LetterEvent;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterPages;
import io.millrace.landing.letters.LetterParking;
import io.millrace.landing.letters.LetterPatch;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.Pace;
import io.millrace.landing.letters.RedrivePreview;
import io.millrace.landing.letters.RedriveRecords;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists, shows, parks and redrives dead letters. */
@Singleton
class DeadLetterRequests {
    /** The parameters of {@link #list}. */
    static final Set<String> OF_LIST = Set.of("stream", "id", "reason", "rule", "state", "since", "until", "limit",
            "cursor", "payload");
    /** The parameters of {@link #show}. */
    static final Set<String> OF_LETTER = Set.of("stream", "payload");

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRequests.class);
    private static final Set<String> OF_REDRIVE = Set.of("dry-run", "patch", "rate");
    private static final int USUAL_LIMIT = 100;
    private static final int MOST_LETTERS = 1_000;

    private final CurrentContracts contracts;
    private final StreamTables tables;
    private final RedriveJobs jobs;
    private final Clock clock;

    DeadLetterRequests(CurrentContracts contracts, BatchServiceConfig config, RedriveJobs jobs, Clock clock) {
        this.contracts = contracts;
        this.tables = new StreamTables(config, RedriveJobs.WRITER);
        this.jobs = jobs;
        this.clock = clock;
    }

    OperationsResponse list(OperationsRequest request) {
        StreamName stream = request.stream();
        LetterFilter filter = LetterSelection.of(request);
        int limit = request.value("limit").map(text -> LetterSelection.number("limit", text, MOST_LETTERS))
                .orElse(USUAL_LIMIT);
        Optional<LetterCursor> after = request.value("cursor").map(DeadLetterRequests::cursor);
        boolean payload = payload(request, stream);
        var unused = contracts.of(stream);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode letters = body.putArray("letters");
        try (TableReader table = EventTables.read(tables.letterLocation(stream))) {
            LetterPages.Page page = new LetterPages(stream, filter, payload).read(table, after, limit);
            letters.addAll(page.letters());
            page.next().ifPresent(next -> body.put("next", next.text()));
        }
        return OperationsResponse.of(200, body);
    }

    OperationsResponse show(OperationsRequest request) {
        StreamName stream = request.stream();
        boolean payload = payload(request, stream);
        StreamContracts current = contracts.of(stream);
        try (TableReader table = EventTables.read(tables.letterLocation(stream))) {
            Letter letter = LetterRows.find(table, stream, String.join("/", request.variables()))
                    .orElseThrow(() -> unknown("this id"));
            ObjectNode json = DeadLetterJson.of(stream, letter, payload);
            if (payload) {
                LetterEvent.of(current, letter).put(json);
            }
            return OperationsResponse.of(200, json);
        }
    }

    private static RequestRefusedException unknown(String id) {
        return new RequestRefusedException(OperationsProblem.UNKNOWN_LETTER,
                "The stream has no letter with " + id + ". GET /v1/dead-letters lists the letters");
    }

    private static void check(TableReader letters, LetterFilter filter) {
        LetterRows.unknown(letters, filter).stream().findFirst().ifPresent(id -> {
            throw unknown("the id '" + id + "'");
        });
    }

    /** The caller must be authorised to read about the stream, and for the payload to read its events. */
    private static boolean payload(OperationsRequest request, StreamName stream) {
        boolean payload = request.isOn("payload");
        request.requireRead(stream);
        if (payload) {
            request.requirePayload(stream);
        }
        return payload;
    }

    private static LetterCursor cursor(String text) {
        return LetterCursor.parse(text).orElseThrow(
                () -> RequestRefusedException.badRequest("cursor must be the member next of an earlier response"));
    }

    OperationsResponse park(OperationsRequest request) {
        LetterBody body = LetterBody.parse(request.body(), Set.of());
        StreamName stream = body.stream();
        LetterFilter filter = body.filter();
        request.requireWrite(stream);
        if (filter.equals(LetterFilter.ALL)) {
            throw RequestRefusedException.badRequest("Choose letters with ids, reasons, rules, since or until");
        }
        var unused = contracts.of(stream);
        long parked = 0;
        try (TableReader letters = EventTables.read(tables.letterLocation(stream))) {
            check(letters, filter);
            if (letters.status().isPresent()) {
                try (EventTable table = tables.openLetters(stream)) {
                    parked = LetterParking.park(stream, letters, table, filter);
                }
            }
        }
        LOG.info("Stream {}: {} dead letters were parked by {}", stream, parked, request.caller().name());
        return OperationsResponse.of(200, JsonNodeFactory.instance.objectNode().put("parked", parked));
    }

    OperationsResponse redrive(OperationsRequest request) {
        LetterBody body = LetterBody.parse(request.body(), OF_REDRIVE);
        StreamName stream = body.stream();
        LetterFilter chosen = body.filter();
        LetterFilter filter = chosen.states().isEmpty() ? chosen.in(LetterState.OPEN) : chosen;
        boolean dryRun = body.isOn("dry-run");
        int rate = body.number("rate", Pace.FASTEST).orElse(Pace.UNLIMITED);
        Optional<String> patch = body.object("patch");
        request.requireWrite(stream);
        StreamContracts current = contracts.of(stream);
        Optional<LetterPatch> change = patch.map(text -> new LetterPatch(current, text));
        try (TableReader letters = EventTables.read(tables.letterLocation(stream))) {
            check(letters, filter);
            if (dryRun) {
                return OperationsResponse.of(200, preview(new RedrivePreview(current, change, clock,
                        DecodedMemory.shareOfHeap()).run(letters, filter)));
            }
        }
        RedriveJob job = jobs.start(new RedriveJob(stream, request.caller().name(), clock.instant()), filter,
                new RedriveRecords(current, change, clock), rate);
        return OperationsResponse.of(202, job.json());
    }

    private static ObjectNode preview(Map<String, Map<String, Long>> outcomes) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("dry_run", true);
        ArrayNode list = body.put("letters",
                outcomes.values().stream().flatMap(now -> now.values().stream()).mapToLong(Long::longValue).sum())
                .putArray("outcomes");
        outcomes.forEach((reason, now) -> now.forEach((outcome, letters) -> list.addObject().put("reason", reason)
                .put("outcome", outcome).put("letters", letters).put("meaning", RedrivePreview.meaning(outcome))));
        return body;
    }

    /** The redrives of the streams that the caller may send events to, the oldest first. */
    OperationsResponse redrives(OperationsRequest request) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List<RedriveJob> all = jobs.all();
        all.stream().filter(job -> request.caller().mayWrite(job.stream().value())).map(RedriveJob::json)
                .forEach(list::add);
        return OperationsResponse.of(200, JsonNodeFactory.instance.objectNode().set("redrives", list));
    }

    OperationsResponse showRedrive(OperationsRequest request) {
        return OperationsResponse.of(200, job(request).json());
    }

    OperationsResponse cancelRedrive(OperationsRequest request) {
        RedriveJob job = job(request);
        job.cancel();
        LOG.info("Redrive {} of stream {} was cancelled by {}", job.id(), job.stream(), request.caller().name());
        return OperationsResponse.of(202, job.json());
    }

    /** A redrive that the caller may not see is as unknown as one that never was. */
    private RedriveJob job(OperationsRequest request) {
        return jobs.find(request.variables().getFirst())
                .filter(job -> request.caller().mayWrite(job.stream().value()))
                .orElseThrow(() -> new RequestRefusedException(OperationsProblem.UNKNOWN_REDRIVE,
                        "This process does not know the redrive: it was another process, or long ago. The states of"
                                + " the letters are in their table, and the same redrive may be started again"));
    }
}
