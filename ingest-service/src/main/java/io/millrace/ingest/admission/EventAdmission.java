package io.millrace.ingest.admission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.Contract;
import org.jspecify.annotations.Nullable;

/** Reads a request against a contract. Computes only, for as long as the body is large: keep it off the event loop. */
public final class EventAdmission {
    private final Limits limits;
    private final StrictJson strictJson;
    /** By content id: the text under an id never changes. */
    private final Map<Long, RecordReader> readers = new ConcurrentHashMap<>();

    public EventAdmission(Limits limits) {
        this.limits = limits;
        this.strictJson = new StrictJson(limits.maxEventBytes());
    }

    /** Judges a whole request. */
    public Verdict admit(Contract contract, BodyFormat format, byte[] body) {
        RecordReader reader = readers.computeIfAbsent(contract.contentId(),
                id -> ValueReaders.ofRecord(contract.schema()));
        RequestReading reading = new RequestReading(contract, reader, limits);
        try {
            CharBuffer text = StrictJson.decode(body);
            Verdict early = switch (format) {
                case JSON -> readDocument(reading, text.array(), text.length());
                case NDJSON -> readLines(reading, text.array(), text.length());
            };
            return early == null ? reading.verdict() : early;
        } catch (StrictJson.MalformedUtf8Exception e) {
            return new Verdict.MalformedBody(0, String.valueOf(e.getMessage()), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("A body in memory could not be read", e);
        }
    }

    private @Nullable Verdict readDocument(RequestReading reading, char[] text, int length) throws IOException {
        try (JsonParser json = strictJson.parser(text, 0, length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                return new Verdict.MalformedBody(0, "the body is empty", List.of());
            }
            if (first == JsonToken.START_OBJECT) {
                reading.event(json, null);
            } else if (first == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (reading.full()) {
                        return new Verdict.TooManyEvents(reading.count());
                    }
                    reading.event(json, null);
                }
            } else {
                return new Verdict.MalformedBody(0, "the body must be an object or an array of objects", List.of());
            }
            return json.nextToken() == null
                    ? null
                    : new Verdict.MalformedBody(reading.count(), "there is more after the end of the first JSON text;"
                            + " send an array, or application/x-ndjson", List.of());
        } catch (JsonProcessingException e) {
            return new Verdict.MalformedBody(reading.count(), StrictJson.reason(e), List.of());
        }
    }

    private @Nullable Verdict readLines(RequestReading reading, char[] text, int length) throws IOException {
        if (length == 0) {
            return new Verdict.MalformedBody(0, "the body is empty", List.of());
        }
        int line = 0;
        for (int from = 0; from < length;) {
            int until = from;
            while (until < length && text[until] != '\n') {
                until++;
            }
            line++;
            Verdict early = readLine(reading, text, from, until - from, line);
            if (early != null) {
                return early;
            }
            from = until + 1;
        }
        return null;
    }

    private @Nullable Verdict readLine(RequestReading reading, char[] text, int from, int length, int line)
            throws IOException {
        try (JsonParser json = strictJson.parser(text, from, length)) {
            if (json.nextToken() == null) {
                return null;
            }
            if (reading.full()) {
                return new Verdict.TooManyEvents(reading.count());
            }
            reading.event(json, line);
            return json.nextToken() == null
                    ? null
                    : malformedLine(reading, reading.count() - 1, line, "there is more than one event on the line");
        } catch (JsonProcessingException e) {
            return malformedLine(reading, reading.count(), line, StrictJson.reason(e));
        }
    }

    private static Verdict malformedLine(RequestReading reading, int index, int line, String reason) {
        return new Verdict.MalformedBody(reading.count(), "line " + line + ": " + reason,
                List.of(new EventProblem(index, line, null, "", reason)));
    }
}
