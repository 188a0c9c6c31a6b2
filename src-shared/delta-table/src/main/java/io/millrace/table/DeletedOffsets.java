package io.millrace.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.table.mergerule.OffsetRange;

/**
 * Offsets of a partition that Kafka deleted before they were read: an entry of the books. It is a {@code txn} action of the
 * commit that counts them, whose application id holds topic, partition and first offset, and whose version is the end of the
 * range. Entries of the same form name the offsets whose records were found elsewhere, and those that an operator has explained.
 * The others are open.
 *
 * @param source
 *            the partition
 * @param offsets
 *            the offsets; not empty
 */
public record DeletedOffsets(SourcePartition source, OffsetRange offsets) {
    /** The start of the application ids. */
    public static final String PREFIX = "millrace-deleted";
    /** The entries of a partition; when there are as many, the last one is widened and includes offsets that were read. */
    static final int MOST_OF_PARTITION = 100;

    private static final String DELETED = PREFIX + "/";
    private static final Pattern APPLICATION_ID = Pattern
            .compile(PREFIX + "(-supplied|-explained)?/([^/]+)/([0-9]{1,6})/([0-9]{1,18})");

    /** The reason for which an entry is no longer open. */
    public enum Closure {
        /** The records of the offsets were found elsewhere, and merged. */
        SUPPLIED("-supplied/"),
        /** An operator has explained the loss. */
        EXPLAINED("-explained/");

        private final String suffix;

        Closure(String suffix) {
            this.suffix = suffix;
        }
    }

    /** All entries in the marks of a version, open or not, in the order of topics, partitions and offsets. */
    public static List<DeletedOffsets> of(Map<String, Long> marks) {
        return joined(marks, false);
    }

    /** The open entries in the marks of a version, without the offsets that are closed. */
    public static List<DeletedOffsets> open(Map<String, Long> marks) {
        List<DeletedOffsets> closed = joined(marks, true);
        List<DeletedOffsets> open = new ArrayList<>();
        for (DeletedOffsets entry : of(marks)) {
            long from = entry.offsets.from();
            for (DeletedOffsets gone : closed) {
                if (gone.source.equals(entry.source) && gone.offsets.until() > from
                        && gone.offsets.from() < entry.offsets.until()) {
                    if (gone.offsets.from() > from) {
                        open.add(new DeletedOffsets(entry.source, new OffsetRange(from, gone.offsets.from())));
                    }
                    from = gone.offsets.until();
                }
            }
            if (from < entry.offsets.until()) {
                open.add(new DeletedOffsets(entry.source, new OffsetRange(from, entry.offsets.until())));
            }
        }
        return open;
    }

    /** The ranges of all entries of one kind; ranges that touch each other are one. */
    private static List<DeletedOffsets> joined(Map<String, Long> marks, boolean closed) {
        List<DeletedOffsets> found = new ArrayList<>();
        marks.forEach((name, until) -> {
            Matcher id = name.startsWith(PREFIX) ? APPLICATION_ID.matcher(name) : null;
            if (id != null && id.matches() && closed == (id.group(1) != null)) {
                long from = Long.parseLong(id.group(4));
                if (from < until) {
                    found.add(new DeletedOffsets(new SourcePartition(id.group(2), Integer.parseInt(id.group(3))),
                            new OffsetRange(from, until)));
                }
            }
        });
        found.sort(Comparator.comparing((DeletedOffsets entry) -> entry.source.topicId())
                .thenComparingInt(entry -> entry.source.partition()).thenComparingLong(entry -> entry.offsets.from()));
        List<DeletedOffsets> joined = new ArrayList<>();
        for (DeletedOffsets entry : found) {
            DeletedOffsets last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.source.equals(entry.source) && entry.offsets.from() <= last.offsets.until()) {
                joined.set(joined.size() - 1, new DeletedOffsets(last.source, new OffsetRange(last.offsets.from(),
                        Math.max(last.offsets.until(), entry.offsets.until()))));
            } else {
                joined.add(entry);
            }
        }
        return joined;
    }

    /**
     * The marks to record in the commit that counts deleted offsets. An entry that ends where one of them begins grows.
     *
     * @param marks
     *            of the version before
     * @param deleted
     *            the offsets
     */
    public static Map<String, Long> recording(Map<String, Long> marks, Collection<DeletedOffsets> deleted) {
        Map<String, Long> recorded = new HashMap<>();
        for (DeletedOffsets entry : deleted) {
            NavigableMap<Long, Long> known = new TreeMap<>(ends(marks, entry.source));
            known.putAll(ends(recorded, entry.source));
            long from = known.entrySet().stream().filter(e -> e.getValue() == entry.offsets.from())
                    .map(Map.Entry::getKey).findFirst().orElse(entry.offsets.from());
            if (known.size() >= MOST_OF_PARTITION && !known.containsKey(from)) {
                from = known.lastKey();
            }
            recorded.put(name(DELETED, entry.source, from),
                    Math.max(entry.offsets.until(), known.getOrDefault(from, 0L)));
        }
        return recorded;
    }

    /** The ends of the entries of a partition by their first offsets. */
    private static Map<Long, Long> ends(Map<String, Long> marks, SourcePartition source) {
        String prefix = DELETED + source.topicId() + "/" + source.partition() + "/";
        Map<Long, Long> ends = new HashMap<>();
        marks.forEach((name, until) -> {
            if (name.startsWith(prefix)) {
                ends.put(Long.parseLong(name.substring(prefix.length())), until);
            }
        });
        return ends;
    }

    /** The marks that close offsets. */
    public static Map<String, Long> closing(Collection<DeletedOffsets> offsets, Closure reason) {
        Map<String, Long> closed = new HashMap<>();
        offsets.forEach(entry -> closed.put(name(PREFIX + reason.suffix, entry.source, entry.offsets.from()),
                entry.offsets.until()));
        return closed;
    }

    private static String name(String prefix, SourcePartition source, long from) {
        return prefix + source.topicId() + "/" + source.partition() + "/" + from;
    }

    /** The number of the offsets. */
    public long count() {
        return offsets.until() - offsets.from();
    }

    /** The entry as text, with its coordinates. */
    public String text() {
        return "offsets " + offsets.from() + " to " + (offsets.until() - 1) + " of partition " + source.partition()
                + " of topic " + source.topicId();
    }
}
