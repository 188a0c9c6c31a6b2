package io.millrace.table;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A difference in the books of a topic that an operator has explained. It is a {@code txn} action of the table: the application
 * id holds topic, time and reason, the version the number of offsets.
 *
 * @param topicId
 *            Kafka's id of the topic
 * @param offsets
 *            the part of {@link Books#difference()} that is explained; negative when offsets were explained twice
 * @param at
 *            the time of the explanation, in whole milliseconds
 * @param reason
 *            the explanation
 */
public record AcknowledgedDifference(String topicId, long offsets, Instant at, String reason) {
    /** The start of the application ids. */
    public static final String PREFIX = "millrace-books-acknowledged/";
    /** The longest reason, in characters. */
    public static final int MAX_REASON = 500;

    private static final Pattern APPLICATION_ID = Pattern.compile(PREFIX + "([^/]+)/([0-9]{1,15})/([^/]+)");

    public AcknowledgedDifference {
        if (!isReason(reason)) {
            throw new IllegalArgumentException("a reason has 1 to " + MAX_REASON
                    + " characters, is not blank and has no control characters");
        }
        at = Instant.ofEpochMilli(at.toEpochMilli());
    }

    /** Whether a text can be a reason: it is not blank, not too long, and is a single line. */
    public static boolean isReason(String text) {
        return !text.isBlank() && text.length() <= MAX_REASON && text.chars().noneMatch(Character::isISOControl);
    }

    /** The entries in the marks of a version, oldest first. */
    public static List<AcknowledgedDifference> of(Map<String, Long> marks) {
        List<AcknowledgedDifference> entries = new ArrayList<>();
        marks.forEach((name, number) -> of(name, number).ifPresent(entries::add));
        entries.sort(Comparator.comparing(AcknowledgedDifference::at).thenComparing(AcknowledgedDifference::topicId));
        return entries;
    }

    /** The sum of the entries of a topic. */
    static long sum(String topicId, Map<String, Long> marks) {
        return marks.entrySet().stream().filter(mark -> mark.getKey().startsWith(PREFIX + topicId + "/"))
                .mapToLong(Map.Entry::getValue).sum();
    }

    /** The marks that acknowledge all differences of the books of a version; none when the books balance. */
    public static Map<String, Long> marks(Map<String, Long> marks, Instant at, String reason) {
        Map<String, Long> entries = new HashMap<>();
        Books.of(marks).forEach((topicId, books) -> {
            if (books.difference() != 0) {
                AcknowledgedDifference entry = new AcknowledgedDifference(topicId, books.difference(), at, reason);
                while (marks.containsKey(entry.applicationId())) {
                    entry = new AcknowledgedDifference(topicId, entry.offsets, entry.at.plusMillis(1), reason);
                }
                entries.put(entry.applicationId(), entry.offsets);
            }
        });
        return entries;
    }

    /** The application id of the {@code txn} action. */
    public String applicationId() {
        return PREFIX + topicId + "/" + at.toEpochMilli() + "/" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
    }

    private static Optional<AcknowledgedDifference> of(String applicationId, long number) {
        Matcher matcher = APPLICATION_ID.matcher(applicationId);
        return matcher.matches()
                ? Optional.of(new AcknowledgedDifference(matcher.group(1), number,
                        Instant.ofEpochMilli(Long.parseLong(matcher.group(2))),
                        URLDecoder.decode(matcher.group(3), StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
