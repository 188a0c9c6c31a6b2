package io.millrace.landing.letters;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the redriven letters whose records were merged. The letter of a record that is refused again is acknowledged before
 * the watermark passes the record. So, of the records below a watermark, those are merged that have no further letter in the
 * part of the dead-letter topic that was written before the watermark was read.
 *
 * @param watermarks
 *            the numbers of the stream's table by name, read before the end of the dead-letter topic
 */
public record LetterResolution(StreamName stream, Map<String, Long> watermarks) {
    private static final Set<String> NEEDED = Set.of(LetterTable.STATE, LetterTable.SENT_TOPIC_ID,
            LetterTable.SENT_PARTITION, LetterTable.SENT_OFFSET);

    /**
     * The letters of a stream.
     *
     * @param byState
     *            their number by state
     * @param resolved
     *            how many of them were resolved just now
     */
    public record Counts(Map<LetterState, Long> byState, long resolved) {}

    /**
     * Resolves letters.
     *
     * @param letters
     *            reads the table of letters, which has all letters of that part of the dead-letter topic
     * @param table
     *            the same table
     */
    public Counts run(TableReader letters, EventTable table) {
        Map<LetterState, Long> byState = new EnumMap<>(LetterState.class);
        for (LetterState state : LetterState.values()) {
            byState.put(state, 0L);
        }
        long[] merged = {0};
        letters.values(NEEDED, row -> {
            merged[0] += isMerged(row) ? 1 : 0;
            stateOf(row).ifPresent(state -> byState.merge(state, 1L, Long::sum));
        });
        if (merged[0] == 0) {
            return new Counts(byState, 0);
        }
        LetterUpdates updates = new LetterUpdates(stream, table);
        letters.rows(Long.MAX_VALUE, row -> {
            if (isMerged(row)) {
                updates.add(LetterRows.letter(row).resolved());
            }
        });
        updates.write();
        byState.merge(LetterState.REDRIVEN, -merged[0], Long::sum);
        byState.merge(LetterState.RESOLVED, merged[0], Long::sum);
        return new Counts(byState, merged[0]);
    }

    private boolean isMerged(Map<String, @Nullable Object> row) {
        return stateOf(row).filter(LetterState.REDRIVEN::equals).isPresent()
                && LetterRows.sentTo(row).filter(this::isMerged).isPresent();
    }

    private boolean isMerged(RecordPosition sent) {
        return watermarks.getOrDefault(new SourcePartition(sent.topicId(), sent.partition()).applicationId(),
                0L) > sent.offset();
    }

    private static Optional<LetterState> stateOf(Map<String, @Nullable Object> row) {
        return row.get(LetterTable.STATE) instanceof String code ? LetterState.ofCode(code) : Optional.empty();
    }
}
