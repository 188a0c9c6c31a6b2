package io.millrace.batch.console;

import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.batch.operations.Operations;
import io.millrace.batch.operations.RequestRefusedException;
import io.millrace.contracts.access.Principal;
import io.millrace.landing.letters.LetterPatch;
import io.millrace.landing.letters.LetterState;

/** Lists, shows, redrives and parks letters by the operations of the port, as the person who signed in. */
@Singleton
class LetterActions {
    private static final List<String> CHOICE = List.of("id", "state", "reason", "rule", "cursor");
    private static final String OPEN = LetterState.OPEN.code();
    private static final String PARKED = LetterState.PARKED.code();
    private static final int LETTERS_OF_PAGE = 50;

    private final Operations operations;

    LetterActions(Operations operations) {
        this.operations = operations;
    }

    /** The page of the chosen letters, with a message and the outcomes of a dry run. */
    LettersPage page(ConsoleRequest request, String message, List<LettersPage.Outcome> outcomes) {
        Principal user = user(request);
        String chosen = request.query(CHOICE);
        JsonNode found = operations.call(user, "GET", "/v1/dead-letters", "stream=" + request.stream() + "&limit="
                + LETTERS_OF_PAGE + (chosen.isEmpty() ? "" : "&" + chosen), "").body();
        List<LetterView> letters = new ArrayList<>();
        found.path("letters").forEach(letter -> letters.add(LetterView.of(letter)));
        String next = found.path("next").asText("");
        LettersPage.Choice choice = choice(request);
        return new LettersPage(request.stream(), request.visitor(), request.visitor().mayWrite(request.stream()),
                choice, state(choice, letters), letters,
                next.isEmpty()
                        ? ""
                        : request.query(List.of("state", "reason", "rule")) + "&cursor="
                                + ConsoleRequest.encode(next),
                outcomes, request.value("patch").orElse(""), back(request), redrives(request, user), message);
    }

    private static String back(ConsoleRequest request) {
        return request.value("id").isPresent()
                ? "letter?" + request.query(List.of("id"))
                : "letters?" + request.query(List.of("state", "reason", "rule"));
    }

    private static LettersPage.Choice choice(ConsoleRequest request) {
        return new LettersPage.Choice(request.value("id").orElse(""), request.value("state").orElse(""),
                request.value("reason").orElse(""), request.value("rule").orElse(""));
    }

    /**
     * The state of every letter that is shown; empty when none is shown, they can be of several states, or nothing can be done
     * with letters in that state. Actions are for letters in this state, so that they are for those that are shown.
     */
    private static String state(LettersPage.Choice choice, List<LetterView> letters) {
        if (letters.isEmpty()) {
            return "";
        }
        String state = choice.id().isEmpty() ? choice.state() : letters.getFirst().state();
        return state.equals(OPEN) || state.equals(PARKED) ? state : "";
    }

    private List<LettersPage.RedriveView> redrives(ConsoleRequest request, Principal user) {
        List<LettersPage.RedriveView> views = new ArrayList<>();
        operations.call(user, "GET", "/v1/dead-letters/redrives", null, "").body().path("redrives").forEach(job -> {
            if (job.path("stream").asText().equals(request.stream())) {
                views.addFirst(new LettersPage.RedriveView(job.path("id").asText(), job.path("state").asText(),
                        job.path("redriven").asLong(), job.path("started_by").asText(),
                        job.path("started_at").asText(), job.path("failure").asText("")));
            }
        });
        return views;
    }

    /** One letter, with its payload when the visitor may read events. */
    LetterView letter(ConsoleRequest request) {
        String path = "/v1/dead-letters/"
                + ConsoleRequest.encode(request.value("id").orElse("")).replace("%2F", "/");
        String query = "stream=" + request.stream();
        Principal user = user(request);
        try {
            return LetterView.of(operations.call(user, "GET", path, query + "&payload=true", "").body());
        } catch (RequestRefusedException e) {
            return LetterView.of(operations.call(user, "GET", path, query, "").body());
        }
    }

    /** What a redrive of the chosen letters would do now. */
    List<LettersPage.Outcome> preview(ConsoleRequest request) {
        requireWrite(request);
        List<LettersPage.Outcome> outcomes = new ArrayList<>();
        ObjectNode body = redriveBody(request);
        String redrive = body.toString();
        operations.call(user(request), "POST", "/v1/dead-letters:redrive", null,
                body.put("dry-run", true).toString()).body().path("outcomes")
                .forEach(outcome -> outcomes.add(new LettersPage.Outcome(outcome.path("reason").asText(),
                        outcome.path("outcome").asText(), outcome.path("letters").asLong(),
                        outcome.path("meaning").asText())));
        session(request).dryRun().of(redrive);
        return outcomes;
    }

    /** Starts a redrive of the chosen letters, of which the last dry run of the session was. */
    void redrive(ConsoleRequest request) {
        requireWrite(request);
        String redrive = redriveBody(request).toString();
        DryRun dryRun = session(request).dryRun();
        if (!dryRun.isOf(redrive)) {
            throw new ConsoleProblem(409, "The last dry run was another one",
                    "A redrive is for the letters and the patch of your last dry run. Choose Dry run, look at the outcomes,"
                            + " and then redrive.");
        }
        var unused = operations.call(user(request), "POST", "/v1/dead-letters:redrive", null, redrive);
        dryRun.forget();
    }

    /** Parks the chosen letters; returns their number. */
    long park(ConsoleRequest request) {
        requireWrite(request);
        if (request.value("state").filter(OPEN::equals).isEmpty()) {
            throw ConsoleProblem.badForm("Only open letters can be parked. Load the page of open letters.");
        }
        return operations.call(user(request), "POST", "/v1/dead-letters:park", null, body(request).toString())
                .body().path("parked").asLong();
    }

    /** Where an event is, as JSON. */
    String receipt(ConsoleRequest request) {
        String eventId = request.value("event_id").orElse("");
        String pk = request.value("pk").orElse("");
        return operations.call(user(request), "GET",
                "/v1/streams/" + request.stream() + "/events/" + ConsoleRequest.encode(eventId),
                "pk=" + ConsoleRequest.encode(pk), "").body().toPrettyString();
    }

    /** Before anything of the form is judged: who may not act learns nothing else. */
    private static void requireWrite(ConsoleRequest request) {
        if (!request.visitor().mayWrite(request.stream())) {
            throw new ConsoleProblem(403, "You may not do this",
                    "To send letters again or to park them you need the grant write:" + request.stream() + ".");
        }
    }

    private static ObjectNode redriveBody(ConsoleRequest request) {
        if (request.value("state").filter(state -> state.equals(OPEN) || state.equals(PARKED)).isEmpty()) {
            throw ConsoleProblem
                    .badForm(
                            "Only open or parked letters can be redriven. Load the page of the letters of that state.");
        }
        ObjectNode body = body(request);
        request.value("patch").filter(patch -> !patch.isBlank()).ifPresent(patch -> body.set("patch", json(patch)));
        return body;
    }

    /** The letters: exactly those that the page of the form shows. */
    private static ObjectNode body(ConsoleRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("stream", request.stream());
        request.value("id").ifPresent(id -> body.putArray("ids").add(id));
        request.value("reason").ifPresent(reason -> body.putArray("reasons").add(reason));
        request.value("rule").ifPresent(rule -> body.putArray("rules").add(rule));
        request.value("state").ifPresent(state -> body.putArray("states").add(state));
        return body;
    }

    private static JsonNode json(String patch) {
        try {
            return LetterPatch.read(patch);
        } catch (IllegalArgumentException e) {
            throw ConsoleProblem.badForm(e.getMessage() + ".");
        }
    }

    private static Principal user(ConsoleRequest request) {
        return session(request).user();
    }

    private static ConsoleSessions.Session session(ConsoleRequest request) {
        return request.visitor().session()
                .orElseThrow(() -> new ConsoleProblem(403, "Nobody is signed in",
                        "This service knows no API keys. Set millrace.batch.operations.keys-file to see letters and"
                                + " receipts."));
    }
}
