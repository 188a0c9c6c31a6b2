package io.millrace.ingest.admission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** RFC 8259 to the letter, with bounds: UTF-8 only, no name twice in an object, no extension of the syntax. */
final class StrictJson {
    /** The longest number, in characters. */
    static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME_LENGTH = 1_000;

    private final JsonFactory factory;

    /**
     * @param maxStringLength
     *            the longest string, in characters
     */
    StrictJson(int maxStringLength) {
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxStringLength).maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // Detection would take UTF-16 and UTF-32 too, past the check of the UTF-8.
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                // The names are the callers' choice and must not pile up in the JVM's table of strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
    }

    JsonParser parser(byte[] body, int from, int length) throws IOException {
        return factory.createParser(body, from, length);
    }

    /** The offset of the first byte that is no well-formed UTF-8, or -1. The JSON parser itself lets some of it pass. */
    static int malformedUtf8At(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer out = CharBuffer.allocate(Math.min(body.length + 1, 8192));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return result.isError() ? in.position() : -1;
    }

    /** What is wrong with the text, and where, without repeating any of it. */
    static String reason(JsonProcessingException fault) {
        String what = switch (fault) {
            case StreamConstraintsException unused -> "a limit is exceeded (depth " + MAX_DEPTH + ", number length "
                    + MAX_NUMBER_LENGTH + ", name length " + MAX_NAME_LENGTH + ", string as long as the largest event)";
            case JsonEOFException unused -> "the JSON ends too early";
            default -> String.valueOf(fault.getOriginalMessage()).startsWith("Duplicate field")
                    ? "a name is given twice in one object"
                    : "this is no JSON";
        };
        JsonLocation at = fault.getLocation();
        return at == null || at.getByteOffset() < 0
                ? what
                : what + " (byte " + at.getByteOffset() + ", line " + at.getLineNr() + ", column " + at.getColumnNr()
                        + ")";
    }
}
