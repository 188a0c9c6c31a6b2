package io.millrace.table;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The books of a topic in a table: what became of each offset from where the books begin to the watermarks. They are sums
 * over all commits, in {@code txn} actions of the same commit as the rows and watermarks, under application ids that start
 * with {@value #PREFIX}. They balance when {@code until − from} is the sum of the other numbers. A difference that an operator
 * has explained is one of them; it is not a sum but the entries of {@link AcknowledgedDifference}.
 *
 * @param from
 *            sum over the partitions of the offsets at which the books begin
 * @param until
 *            sum over the partitions of the watermarks
 * @param inserted
 *            events that became a row
 * @param replaced
 *            events that replaced a row with a lower revision
 * @param unchanged
 *            events without effect: the table or the same micro-batch has their key with the same or a higher revision
 * @param others
 *            offsets that are not events
 * @param acknowledged
 *            difference that an operator has explained
 */
public record Books(long from, long until, long inserted, long replaced, long unchanged, OtherOffsets.Counts others,
        long acknowledged) {
    /** The start of the application ids. */
    public static final String PREFIX = "millrace-books/";

    /** Books without any offset. */
    public static final Books NONE = new Books(0, 0, 0, 0, 0, OtherOffsets.Counts.NONE);

    private static final String FROM = "from";
    private static final String INSERTED = "inserted";
    private static final String REPLACED = "replaced";
    private static final String UNCHANGED = "unchanged";
    private static final String DEAD_LETTERS = "dead-lettered";
    private static final String WITHOUT_RECORD = "without-record";
    private static final String DELETED = "deleted";

    /** Books without an acknowledged difference. */
    public Books(long from, long until, long inserted, long replaced, long unchanged, OtherOffsets.Counts others) {
        this(from, until, inserted, replaced, unchanged, others, 0);
    }

    /** The books of every topic by Kafka's topic id, from the marks of a version; without those that have none yet. */
    public static Map<String, Books> of(Map<String, Long> marks) {
        Map<String, Books> books = new TreeMap<>();
        for (String name : new TreeSet<>(marks.keySet())) {
            if (name.startsWith(PREFIX) && name.endsWith("/" + FROM)) {
                String topicId = name.substring(PREFIX.length(), name.length() - FROM.length() - 1);
                books.put(topicId, of(topicId, marks));
            }
        }
        return books;
    }

    /** The books of a topic; when it has none yet, they begin at its watermarks. */
    public static Books of(String topicId, Map<String, Long> marks) {
        long until = marks.entrySet().stream().filter(mark -> SourcePartition.isOf(topicId, mark.getKey()))
                .mapToLong(Map.Entry::getValue).sum();
        return new Books(mark(marks, topicId, FROM, until), until, mark(marks, topicId, INSERTED, 0),
                mark(marks, topicId, REPLACED, 0), mark(marks, topicId, UNCHANGED, 0),
                new OtherOffsets.Counts(mark(marks, topicId, DEAD_LETTERS, 0), mark(marks, topicId, WITHOUT_RECORD, 0),
                        mark(marks, topicId, DELETED, 0)),
                AcknowledgedDifference.sum(topicId, marks));
    }

    private static long mark(Map<String, Long> marks, String topicId, String name, long without) {
        return marks.getOrDefault(PREFIX + topicId + "/" + name, without);
    }

    /** These and those of a commit, whose {@code from} and {@code until} are differences. */
    public Books plus(Books commit) {
        return new Books(from + commit.from, until + commit.until, inserted + commit.inserted,
                replaced + commit.replaced, unchanged + commit.unchanged, others.plus(commit.others),
                acknowledged + commit.acknowledged);
    }

    /** The sums to record, by application id. */
    public Map<String, Long> marks(String topicId) {
        Map<String, Long> marks = new HashMap<>();
        marks.put(PREFIX + topicId + "/" + FROM, from);
        marks.put(PREFIX + topicId + "/" + INSERTED, inserted);
        marks.put(PREFIX + topicId + "/" + REPLACED, replaced);
        marks.put(PREFIX + topicId + "/" + UNCHANGED, unchanged);
        marks.put(PREFIX + topicId + "/" + DEAD_LETTERS, others.deadLetters());
        marks.put(PREFIX + topicId + "/" + WITHOUT_RECORD, others.withoutRecord());
        marks.put(PREFIX + topicId + "/" + DELETED, others.deleted());
        return marks;
    }

    /** The offsets that the books do not explain: 0 when they balance, negative when offsets are explained twice. */
    public long difference() {
        return until - from - inserted - replaced - unchanged - others.total() - acknowledged;
    }
}
