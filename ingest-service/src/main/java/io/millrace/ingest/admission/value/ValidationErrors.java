package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.ingest.config.TimePrecision;
import org.jspecify.annotations.Nullable;

/** The errors of one event so far, and the JSON pointer to the value that is being read. */
public final class ValidationErrors {
    /**
     * The memory that an event may take while it is read, for each byte that its Kafka value may have. Most values take four
     * to ten; elements of arrays that are empty records take fifty.
     */
    public static final int MEMORY_PER_BYTE = 16;
    /** A reference in a list and a text or a number, without the characters of the text; in bytes. */
    public static final long ELEMENT = DecodedWeight.REFERENCE + DecodedWeight.TEXT;
    /** More errors would not help to correct the event. */
    private static final int MAX = 10;

    private final TimePrecision precision;
    private final DecodedWeight weight;
    private final Deque<Object> path = new ArrayDeque<>();
    private final List<ContractProblem> problems = new ArrayList<>();

    /**
     * Nothing is wrong yet.
     *
     * @param precision
     *            what becomes of times that are too precise
     * @param weight
     *            counts the memory that the event takes while it is read
     */
    public ValidationErrors(TimePrecision precision, DecodedWeight weight) {
        this.precision = precision;
        this.weight = weight;
    }

    /**
     * Counts memory of the event that is being read, in bytes.
     *
     * @throws OverweightException
     *             when the event takes more than it may
     */
    void charge(long bytes) {
        weight.charge(bytes);
    }

    TimePrecision precision() {
        return precision;
    }

    /** Goes into a field or map entry, or an array element when the step is a number. */
    public void into(Object step) {
        path.addLast(step);
    }

    public void out() {
        path.removeLast();
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    int size() {
        return problems.size();
    }

    public List<ContractProblem> problems() {
        return List.copyOf(problems);
    }

    /** Notes a problem at the current place; returns null, as the value that is not there. */
    public @Nullable Object problem(String reason) {
        if (problems.size() < MAX) {
            problems.add(new ContractProblem(pointer(), reason));
        }
        return null;
    }

    /** Notes that the current token is not of the expected type, and skips the value. */
    @Nullable
    Object unexpected(String expected, JsonParser json) throws IOException {
        Object nothing = problem("expected " + expected + ", got " + nameOf(json.currentToken()));
        json.skipChildren();
        return nothing;
    }

    /** The current place as an RFC 6901 pointer. */
    private String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (Iterator<Object> steps = path.iterator(); steps.hasNext();) {
            pointer.append('/').append(steps.next().toString().replace("~", "~0").replace("/", "~1"));
        }
        // Half a surrogate pair in a name cannot be written in an answer; the encoder puts '?' in its place.
        return new String(pointer.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String nameOf(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NUMBER_INT -> "integer";
            case VALUE_NUMBER_FLOAT -> "number with a fraction or an exponent";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT -> "no value";
        };
    }
}
