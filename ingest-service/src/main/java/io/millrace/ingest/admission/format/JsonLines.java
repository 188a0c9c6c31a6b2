package io.millrace.ingest.admission.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.ingest.admission.plan.JsonInput;
import io.millrace.ingest.admission.value.JsonText;
import io.millrace.ingest.admission.value.StrictJson;
import io.millrace.ingest.config.OnInvalid;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object between two separators; what is white space alone is passed over. Lines are counted in the body,
 * whatever separates its texts.
 */
record JsonLines(ContractReaders readers, AdmissionRequest request, char separator) {
    /** Stands before each text of RFC 7464. */
    static final char RECORD_SEPARATOR = '\u001e';
    private static final String MORE_THAN_ONE = "the line contains more than one event";

    void read(EventSink events) throws IOException, RefusedBodyException {
        ContractReader reader = readers.of(request.routing().contractsOf("").orElseThrow().latest());
        byte[] body = request.body();
        LineText text = new LineText(body);
        if (body.length == 0) {
            throw RefusedBodyException.malformed(0, "the body is empty");
        }
        int number = 1;
        for (int from = 0; from < body.length;) {
            int until = from;
            int next = number;
            while (until < body.length && body[until] != separator) {
                next += body[until] == '\n' ? 1 : 0;
                until++;
            }
            if (!isBlankOrWritten(events, reader, from, until, number)) {
                line(events, reader, text.part(from, until), number);
            }
            number = separator == '\n' ? number + 1 : next;
            from = until + 1;
        }
    }

    /** False when the line has to be read. */
    private boolean isBlankOrWritten(EventSink events, ContractReader reader, int from, int until, int number) {
        JsonInput in = new JsonInput(request.body(), from, until);
        in.skipSpace();
        if (in.isEnd()) {
            return true;
        }
        return !events.full() && events.written(reader, in, true,
                EventContext.of(number, () -> Arrays.copyOfRange(request.body(), from, until)));
    }

    private void line(EventSink events, ContractReader reader, JsonText line, int number)
            throws IOException, RefusedBodyException {
        var about = EventContext.of(number, line::bytes);
        // A line that is to be set aside must be known to be sound before its event counts.
        String fault = request.onInvalid() == OnInvalid.REJECT ? null : fault(line);
        if (fault != null) {
            throwIfFull(events);
            events.broken(reader.contract(), RejectionReason.MALFORMED_BODY, "", fault, about);
            return;
        }
        try (JsonParser json = line.parser(readers.syntax())) {
            if (json.nextToken() == null) {
                return;
            }
            throwIfFull(events);
            events.event(reader, json, about);
            if (json.nextToken() != null) {
                throw malformed(events, events.count() - 1, number, MORE_THAN_ONE);
            }
        } catch (JsonProcessingException e) {
            throw malformed(events, events.count(), number, StrictJson.reason(e));
        }
    }

    private @Nullable String fault(JsonText line) throws IOException {
        try (JsonParser json = line.parser(readers.syntax())) {
            if (json.nextToken() == null) {
                return null;
            }
            json.skipChildren();
            return json.nextToken() == null ? null : MORE_THAN_ONE;
        } catch (JsonProcessingException e) {
            return StrictJson.reason(e);
        }
    }

    private static void throwIfFull(EventSink events) throws RefusedBodyException {
        if (events.full()) {
            throw new RefusedBodyException(new BodyRefusal.TooManyEvents(events.count()));
        }
    }

    private static RefusedBodyException malformed(EventSink events, int index, int line, String reason) {
        return new RefusedBodyException(new BodyRefusal.MalformedBody(events.count(), "line " + line + ": " + reason,
                List.of(new EventProblem(index, line, null, "", reason))));
    }
}
