package io.millrace.ingest.admission.value;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonParser;

/**
 * A JSON text, or a part of one.
 *
 * @param chars
 *            holds the text; not copied
 * @param from
 *            where it begins, inclusive
 * @param until
 *            where it ends, exclusive
 */
public record JsonText(char[] chars, int from, int until) {
    /** The text of a body. */
    public static JsonText of(byte[] body) throws StrictJson.MalformedUtf8Exception {
        CharBuffer text = StrictJson.decode(body);
        return new JsonText(text.array(), 0, text.length());
    }

    public JsonText part(int partFrom, int partUntil) {
        return new JsonText(chars, partFrom, partUntil);
    }

    public boolean isEmpty() {
        return from == until;
    }

    /** A parser of the text, before its first token. */
    public JsonParser parser(StrictJson syntax) throws IOException {
        return syntax.parser(chars, from, until - from);
    }

    /** Where the value at the parser's current token begins. */
    public int start(JsonParser json) {
        // The parser counts from the first character that it was given.
        return from + (int) json.currentTokenLocation().getCharOffset();
    }

    /** Where the token at which the parser stands ends. */
    public int end(JsonParser json) {
        return from + (int) json.currentLocation().getCharOffset();
    }

    /** Skips the value at the parser's current token and returns its text. */
    public JsonText value(JsonParser json) throws IOException {
        int start = start(json);
        json.skipChildren();
        // A string is read lazily: until its end is looked for, the parser stands at its beginning.
        var unused = json.getTextLength();
        return part(start, end(json));
    }

    public String text() {
        return new String(chars, from, until - from);
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
