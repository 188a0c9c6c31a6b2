package io.millrace.landing.letters;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.TableReader;

/**
 * The letters of a stream as JSON, page by page, the newest first. Memory is bounded by the size of a page: the table is read
 * once for the order, without payloads, and once for the letters of the page.
 *
 * @param stream
 *            the stream
 * @param filter
 *            which letters
 * @param payload
 *            whether the original bytes are in the JSON; then a page ends early when they are many
 */
public record LetterPages(StreamName stream, LetterFilter filter, boolean payload) {
    private static final long MOST_PAYLOAD_BYTES = 8L << 20;
    private static final Set<String> NEEDED = Set.of(LetterTable.ID, LetterTable.STATE, LetterTable.REASON,
            LetterTable.RULE, LetterTable.LAST_SEEN);

    /**
     * A page.
     *
     * @param letters
     *            the newest first
     * @param next
     *            the last letter of the page; empty when no letter comes after it
     */
    public record Page(List<ObjectNode> letters, Optional<LetterCursor> next) {}

    /**
     * Reads a page.
     *
     * @param after
     *            the last letter of the page before; empty for the first page
     * @param limit
     *            the largest number of letters, 1 or more
     */
    public Page read(TableReader table, Optional<LetterCursor> after, int limit) {
        PriorityQueue<LetterCursor> newest = new PriorityQueue<>(Comparator.<LetterCursor>naturalOrder().reversed());
        table.values(NEEDED, row -> {
            if (filter.has(row)) {
                LetterCursor cursor = new LetterCursor((Long) LetterRows.required(row, LetterTable.LAST_SEEN),
                        (String) LetterRows.required(row, LetterTable.ID));
                if (after.filter(last -> cursor.compareTo(last) <= 0).isEmpty()) {
                    newest.add(cursor);
                    if (newest.size() > limit + 1) {
                        newest.remove();
                    }
                }
            }
        });
        boolean more = newest.size() > limit;
        if (more) {
            newest.remove();
        }
        return newest.isEmpty() ? new Page(List.of(), Optional.empty()) : page(table, new HashSet<>(newest), more);
    }

    private Page page(TableReader table, Set<LetterCursor> wanted, boolean more) {
        PageContent content = new PageContent(more);
        table.rows(Long.MAX_VALUE, row -> {
            if (wanted.contains(new LetterCursor((Long) LetterRows.required(row, LetterTable.LAST_SEEN),
                    (String) LetterRows.required(row, LetterTable.ID)))) {
                Letter letter = LetterRows.letter(row);
                content.add(LetterCursor.of(letter), DeadLetterJson.of(stream, letter, payload),
                        payload ? letter.record().size() : 0);
            }
        });
        return content.page();
    }

    /** The letters of a page in their order, as many of them as there is memory for, at least one. */
    private static final class PageContent {
        private final TreeMap<LetterCursor, Weighed> letters = new TreeMap<>();
        private boolean more;
        private long bytes;
        private Optional<LetterCursor> end = Optional.empty();

        private record Weighed(ObjectNode json, long bytes) {}

        PageContent(boolean more) {
            this.more = more;
        }

        void add(LetterCursor at, ObjectNode json, long weight) {
            if (end.filter(first -> at.compareTo(first) >= 0).isPresent()) {
                return;
            }
            letters.put(at, new Weighed(json, weight));
            bytes += weight;
            while (bytes > MOST_PAYLOAD_BYTES && letters.size() > 1) {
                Map.Entry<LetterCursor, Weighed> last = letters.pollLastEntry();
                bytes -= last.getValue().bytes();
                end = Optional.of(last.getKey());
                more = true;
            }
        }

        Page page() {
            return new Page(letters.values().stream().map(Weighed::json).toList(),
                    more && !letters.isEmpty() ? Optional.of(letters.lastKey()) : Optional.empty());
        }
    }
}
