package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
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

/** Strict RFC 8259 with limits: UTF-8 only, no duplicate names, no extensions of the syntax. */
public final class StrictJson {
    /** The longest number, in characters. */
    static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME_LENGTH = 1_000;

    private final JsonFactory factory;

    /**
     * @param maxStringLength
     *            the longest string, in characters
     */
    public StrictJson(int maxStringLength) {
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxStringLength).maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // The names are the callers' choice and must not pile up in the JVM's table of strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
    }

    /**
     * A parser of a part of a text. It reads characters and not bytes, because Jackson's parser of bytes takes an
     * escaped character beyond U+FFFF in a name for an error.
     */
    JsonParser parser(char[] text, int from, int length) throws IOException {
        return factory.createParser(text, from, length);
    }

    /** The text of well-formed UTF-8, to the letter: nothing is replaced and no byte order mark is passed over. */
    static CharBuffer decode(byte[] body) throws MalformedUtf8Exception {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer out = CharBuffer.allocate(body.length);
        if (decoder.decode(in, out, true).isError()) {
            throw new MalformedUtf8Exception(in.position());
        }
        return out.flip();
    }

    /** Bytes that are no UTF-8. */
    public static final class MalformedUtf8Exception extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedUtf8Exception(int offset) {
            super("the body is not valid UTF-8 at byte " + offset);
        }
    }

    /** The fault in the text and its position, without any of the text. */
    public static String reason(JsonProcessingException fault) {
        String what = switch (fault) {
            case StreamConstraintsException unused -> "a limit is exceeded (depth " + MAX_DEPTH + ", number length "
                    + MAX_NUMBER_LENGTH + ", name length " + MAX_NAME_LENGTH + ", string as long as the largest event)";
            case JsonEOFException unused -> "the JSON text is incomplete";
            default -> String.valueOf(fault.getOriginalMessage()).startsWith("Duplicate field")
                    ? "an object contains the same name twice"
                    : "invalid JSON";
        };
        JsonLocation at = fault.getLocation();
        return at == null ? what : what + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
