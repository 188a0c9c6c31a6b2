package io.millrace.bench.race;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The operations that Spark reports, as the rows that result from them. It knows, as {@code WorkloadTable} of the Spark
 * program does, the meaning of each operation; so it is known what must be in the table without looking at it. Thread-safe.
 */
final class SparkOperations {
    static final String TOPIC = "spark";
    private static final long AMOUNT = 7;
    private static final int PATIENCE = 3;
    private static final long RAISE = 1000;
    private static final Set<String> WORK = Set.of("inserted", "upserted", "touched", "optimized", "updated", "marked",
            "deleted", "removed", "vacuumed");
    /** Two rounds of all that Spark does. */
    private static final int LEAST_ACTS = 18;

    private final Map<Long, Long> amounts = new HashMap<>();
    private final TreeMap<String, Long> operations = new TreeMap<>();
    private final Map<Long, Long> removals = new TreeMap<>();
    private long touched;
    private long removed;
    private long miscounted;
    private long vacuumed;
    private long rowsSeen = -1;
    private long keysSeen = -1;
    private String protocol = "";
    private boolean ready;
    private int lostInARow;

    /** Takes a line of the Spark program; returns whether it is an operation. */
    synchronized boolean take(String line) {
        String[] words = line.split(" ");
        if (words.length < 2 || !words[0].equals("spark")) {
            return false;
        }
        switch (words[1]) {
            case "ready" -> ready = true;
            case "inserted" -> insert(Long.parseLong(words[2]), Long.parseLong(words[3]));
            case "upserted" -> upsert(Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
            case "touched", "marked" -> touched += Long.parseLong(words[2]);
            case "updated" -> count(update(Long.parseLong(words[2])), Long.parseLong(words[3]));
            case "deleted" -> count(delete(Long.parseLong(words[2])), Long.parseLong(words[3]));
            case "removed" -> remove(Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
            case "vacuumed" -> vacuumed += Long.parseLong(words[2]);
            case "read" -> {
                rowsSeen = Long.parseLong(words[2]);
                keysSeen = Long.parseLong(words[3]);
                protocol = "(" + words[4] + ", " + words[5] + ")";
            }
            default -> {
                // Optimizing leaves all rows as they are, and so does a lost race.
            }
        }
        lostInARow = words[1].equals("lost") ? lostInARow + 1 : 0;
        operations.merge(words[1], 1L, Long::sum);
        return true;
    }

    private void insert(long first, long count) {
        for (long id = first; id < first + count; id++) {
            amounts.put(id, id * AMOUNT);
        }
    }

    /** Even numbers only: those have a partition of their own. */
    private void upsert(long until, long count, long round) {
        for (long id = 0; id < until; id += 2) {
            if (id % 3 == round % 3) {
                if (id % 10 == 2 * (round % 5)) {
                    amounts.remove(id);
                } else {
                    amounts.computeIfPresent(id, (of, amount) -> amount + round + 1);
                }
            }
        }
        for (long id = until; id < until + count; id++) {
            if (id % 2 == 0) {
                amounts.put(id, id * AMOUNT);
            }
        }
    }

    private long update(long round) {
        long before = amounts.values().stream().mapToLong(Long::longValue).sum();
        amounts.replaceAll((id, amount) -> id % 5 == round % 5 ? amount + RAISE * (round + 1) : amount);
        return (amounts.values().stream().mapToLong(Long::longValue).sum() - before) / (RAISE * (round + 1));
    }

    /** Odd numbers only, which are between the numbers of Millrace. */
    private long delete(long round) {
        int before = amounts.size();
        amounts.keySet().removeIf(id -> id % 2 == 1 && id % 7 == round % 7);
        return before - amounts.size();
    }

    private void remove(long residue, long rows, long version) {
        removed += rows;
        if (rows > 0) {
            removals.put(version, residue);
        }
    }

    private void count(long rows, long rowsOfSpark) {
        miscounted += Math.abs(rows - rowsOfSpark);
    }

    /** Whether Spark lost so often, or did so little by now, that it needs a moment for itself. */
    synchronized boolean starves(double partOfRaceRun) {
        long done = operations.entrySet().stream().filter(operation -> WORK.contains(operation.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return lostInARow >= PATIENCE || done + 1 < partOfRaceRun * LEAST_ACTS;
    }

    synchronized boolean ready() {
        return ready;
    }

    /** The amount of every row that Spark wrote, by the number in its pk. */
    synchronized Map<Long, Long> amounts() {
        return Map.copyOf(amounts);
    }

    /** Number of rows of Millrace that Spark has marked. */
    synchronized long touched() {
        return touched;
    }

    /** The deletions of rows of Millrace: the version of each, with the residue of the numbers in the deleted pks. */
    synchronized Map<Long, Long> removals() {
        return Map.copyOf(removals);
    }

    /**
     * Whether Spark came to do each kind of work, vacuum with success, found as many rows to change as it must, and saw the
     * table as the checker did, still at protocol (1, 2).
     */
    synchronized boolean agrees(RaceCheck check) {
        return operations.keySet().containsAll(WORK)
                && touched > 0 && removed > 0 && miscounted == 0 && vacuumed == operations.getOrDefault("vacuumed", 0L)
                && protocol.equals("(1, 2)")
                && rowsSeen == check.rows()
                && keysSeen == check.distinct();
    }

    synchronized void report(ObjectNode report) {
        ObjectNode spark = report.putObject("spark");
        operations.forEach(spark::put);
        spark.put("own_rows", amounts.size()).put("rows_touched", touched)
                .put("rows_removed", removed).put("rows_miscounted", miscounted).put("rows_seen", rowsSeen)
                .put("keys_seen", keysSeen).put("protocol", protocol);
    }
}
