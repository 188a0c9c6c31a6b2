package io.millrace.landing.audit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.millrace.table.AcknowledgedDifference;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.SourcePartition;

/**
 * A finding of the audit of batch-service, as the table records it: a {@code txn} action whose application id holds the
 * coordinates and whose version is the state. It stays open until the record becomes a row or an operator explains it.
 *
 * @param kind
 *            the kind of the difference
 * @param source
 *            the partition of the record, or of the row by its metadata
 * @param offset
 *            the offset of the record, or of the row by its metadata
 * @param state
 *            the state
 */
public record RecordedFinding(AuditFinding.Kind kind, SourcePartition source, long offset, FindingState state) {
    private static final String PREFIX = "millrace-audit-finding/";
    private static final String EXPLANATION = "millrace-audit-explained/";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([^/]*)/(-?[0-9]{1,10})/(-?[0-9]{1,19})/([a-z]+)");

    /** The states, each of which may only become a later one. */
    public enum FindingState {
        /** Nobody has explained it. */
        OPEN(1),
        /** The record has become a row since. */
        REPAIRED(2),
        /** An operator has explained it. */
        EXPLAINED(3);

        private final long number;

        FindingState(long number) {
            this.number = number;
        }

        private static Optional<FindingState> of(long number) {
            return Arrays.stream(values()).filter(state -> state.number == number).findFirst();
        }
    }

    /** An open finding. */
    public static RecordedFinding open(AuditFinding finding) {
        return new RecordedFinding(finding.kind(), finding.source(), finding.offset(), FindingState.OPEN);
    }

    /** The findings in the marks of a version, in the order of their coordinates. */
    public static List<RecordedFinding> of(Map<String, Long> marks) {
        List<RecordedFinding> found = new ArrayList<>();
        marks.forEach((name, number) -> of(name, number).ifPresent(found::add));
        found.sort(Comparator.comparing((RecordedFinding finding) -> finding.source.topicId())
                .thenComparing(finding -> finding.source.partition()).thenComparing(RecordedFinding::offset)
                .thenComparing(RecordedFinding::kind));
        return found;
    }

    /** The open findings in the marks of a version. */
    public static List<RecordedFinding> open(Map<String, Long> marks) {
        return of(marks).stream().filter(finding -> finding.state == FindingState.OPEN).toList();
    }

    private static Optional<RecordedFinding> of(String name, long number) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? FindingState.of(number).map(state -> new RecordedFinding(
                        AuditFinding.Kind.valueOf(matcher.group(4).toUpperCase(Locale.ROOT)),
                        new SourcePartition(matcher.group(1), Integer.parseInt(matcher.group(2))),
                        Long.parseLong(matcher.group(3)), state))
                : Optional.empty();
    }

    /** The explained findings in the marks of a version, by their names. */
    public static Set<String> explained(Map<String, Long> marks) {
        return of(marks).stream().filter(finding -> finding.state == FindingState.EXPLAINED).map(RecordedFinding::name)
                .collect(Collectors.toSet());
    }

    /**
     * The marks that explain findings and deleted offsets; none without any.
     *
     * @param deleted
     *            offsets that Kafka deleted before they were merged
     * @param reason
     *            the explanation, see {@link AcknowledgedDifference#isReason}
     */
    public static Map<String, Long> explained(Collection<RecordedFinding> findings, Collection<DeletedOffsets> deleted,
            Instant at, String reason) {
        if (!AcknowledgedDifference.isReason(reason)) {
            throw new IllegalArgumentException("not a reason");
        }
        Map<String, Long> explained = new HashMap<>();
        findings.forEach(finding -> explained.put(finding.name(), FindingState.EXPLAINED.number));
        explained.putAll(DeletedOffsets.closing(deleted, DeletedOffsets.Closure.EXPLAINED));
        if (!explained.isEmpty()) {
            explained.put(EXPLANATION + at.toEpochMilli() + "/" + URLEncoder.encode(reason, StandardCharsets.UTF_8),
                    (long) explained.size());
        }
        return explained;
    }

    /** This finding in another state. */
    public RecordedFinding as(FindingState next) {
        return new RecordedFinding(kind, source, offset, next);
    }

    /** The name of its mark. */
    public String name() {
        return PREFIX + source.topicId() + "/" + source.partition() + "/" + offset + "/" + kind.label();
    }

    /** The number of its mark. */
    public long number() {
        return state.number;
    }

    /** The finding as text, with its coordinates. */
    public String text() {
        return kind.label() + " at offset " + offset + " of partition " + source.partition();
    }
}
