package io.millrace.landing.letters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a letter is in the order of pages: the newest first, letters of the same time by their id.
 *
 * @param lastSeenMicros
 *            when the letter was last seen, in microseconds since the epoch
 * @param id
 *            its id
 */
public record LetterCursor(long lastSeenMicros, String id) implements Comparable<LetterCursor> {
    private static final Comparator<LetterCursor> NEWEST_FIRST = Comparator
            .comparingLong(LetterCursor::lastSeenMicros).reversed().thenComparing(LetterCursor::id);
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18}) ([!-~]{1,200})");

    /** The cursor in a text that {@link #text} made; empty for any other text. */
    public static Optional<LetterCursor> parse(String text) {
        try {
            String plain = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text))).toString();
            Matcher parts = TEXT.matcher(plain);
            return parts.matches()
                    ? Optional.of(new LetterCursor(Long.parseLong(parts.group(1)), parts.group(2)))
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException e) { // the text is no cursor
            return Optional.empty();
        }
    }

    static LetterCursor of(Letter letter) {
        return new LetterCursor(letter.lastSeenMicros(), letter.id());
    }

    /** The cursor as text without characters that have a meaning in URLs. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((lastSeenMicros + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(LetterCursor other) {
        return NEWEST_FIRST.compare(this, other);
    }
}
