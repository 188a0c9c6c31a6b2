package io.millrace.bench.race;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.millrace.table.EventRow;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.Precedence;
import org.jspecify.annotations.Nullable;

/**
 * Compares the table after a race with the result that the seed demands.
 *
 * @param rows
 *            in the table
 * @param distinct
 *            keys in the table
 * @param missing
 *            keys that were delivered after the last Spark DELETE that removed them, and are missing in the table
 * @param extra
 *            rows whose key is there already or was never delivered, or that equal no delivery
 * @param wrongRevision
 *            rows that another delivery should have kept out: one of a higher revision, or of the same revision and
 *            earlier in the same partition
 * @param lostUpdates
 *            missing results of Spark: own rows with another amount, and its marks on rows of Millrace
 * @param watermarksShort
 *            partitions whose watermark is not the end
 */
record RaceCheck(long rows, long distinct, long missing, long extra, long wrongRevision, long lostUpdates,
        int watermarksShort) {
    /** Reads the table, and computes all deliveries. */
    static RaceCheck of(TableReader table, List<RaceTopic> topics, SparkOperations spark, List<RowRemoval> removals) {
        Map<EventKey, Long> highest = new HashMap<>();
        Map<EventInTopic, Precedence> best = new HashMap<>();
        for (RaceTopic topic : topics) {
            for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
                for (long offset = 0; offset < topic.end(); offset++) {
                    EventRow delivered = topic.at(partition, offset, "");
                    if (isTaken(removals, topic, partition, offset, delivered.key())) {
                        continue;
                    }
                    highest.merge(delivered.key(), delivered.precedence().revision(), Math::max);
                    best.merge(new EventInTopic(topic.id(), delivered.key()), delivered.precedence(),
                            (held, offered) -> offered.beats(held) ? offered : held);
                }
            }
        }
        Map<EventKey, Long> amounts = new HashMap<>();
        spark.amounts()
                .forEach((id, amount) -> amounts.put(new EventKey(SparkOperations.TOPIC + "-" + id, "s"), amount));
        Map<EventKey, Integer> seen = new HashMap<>();
        long[] found = new long[5];
        table.rows(Long.MAX_VALUE, row -> {
            EventKey key = new EventKey(String.valueOf(row.get("pk")), String.valueOf(row.get("event_id")));
            found[0]++;
            found[4] += row.get("touched") == null ? 0 : 1;
            boolean repeated = seen.merge(key, 1, Integer::sum) > 1;
            Long amount = amounts.get(key);
            Long wanted = highest.get(key);
            if (amount != null && !repeated) {
                found[3] += amount.equals(row.get("amount")) ? 0 : 1;
            } else if (repeated || wanted == null || !isDelivered(row, topics)) {
                found[1]++;
            } else if (!wanted.equals(row.get("revision")) || !precedence(row)
                    .equals(best.get(new EventInTopic(String.valueOf(row.get("topic")), key)))) {
                found[2]++;
            }
        });
        long missing = Stream.concat(highest.keySet().stream(), amounts.keySet().stream())
                .filter(key -> !seen.containsKey(key)).count();
        return new RaceCheck(found[0], seen.size(), missing, found[1], found[2],
                found[3] + Math.abs(spark.touched() - found[4]), watermarksShort(table, topics));
    }

    private static boolean isTaken(List<RowRemoval> removals, RaceTopic topic, int partition, long offset,
            EventKey key) {
        return removals.stream().anyMatch(removal -> removal.took(topic, partition, offset, key));
    }

    private static int watermarksShort(TableReader table, List<RaceTopic> topics) {
        Map<String, Long> marks = table.status().orElseThrow().marks();
        int atEnd = 0;
        for (RaceTopic topic : topics) {
            for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
                Long mark = marks.get(new SourcePartition(topic.id(), partition).applicationId());
                atEnd += mark != null && mark == topic.end() ? 1 : 0;
            }
        }
        return topics.size() * RaceTopic.PARTITIONS - atEnd;
    }

    /** A key with the topic that delivers it: topics race, so only within one is it known which delivery came first. */
    private record EventInTopic(String topic, EventKey key) {}

    private static Precedence precedence(Map<String, @Nullable Object> row) {
        return new Precedence((Long) Objects.requireNonNull(row.get("revision")),
                (Long) Objects.requireNonNull(row.get("_offset")));
    }

    /** Whether every value of the row is that of the delivery with its number and revision. */
    private static boolean isDelivered(Map<String, @Nullable Object> row, List<RaceTopic> topics) {
        for (RaceTopic topic : topics) {
            if (topic.id().equals(row.get("topic")) && row.get("_offset") instanceof Long offset
                    && offset < topic.end()) {
                EventRow delivered = topic.at((Integer) Objects.requireNonNull(row.get("_partition")), offset,
                        String.valueOf(row.get("_written_by")));
                return delivered.values().entrySet().stream()
                        .allMatch(value -> value.getKey().equals("touched")
                                ? isLawfulMark(row)
                                : Objects.equals(value.getValue(), row.get(value.getKey())));
            }
        }
        return false;
    }

    /** Spark marks rows of the last revision, by their offset, and none that it may delete. */
    private static boolean isLawfulMark(Map<String, @Nullable Object> row) {
        Precedence is = precedence(row);
        return row.get("touched") == null || is.revision() == RaceTopic.LAST_REVISION
                && !RowRemoval.mayTake(new EventKey(String.valueOf(row.get("pk")), String.valueOf(row.get("event_id"))))
                && Objects.equals(row.get("touched"), is.offset() * 10 + RaceTopic.LAST_REVISION);
    }

    boolean ok() {
        return rows == distinct && missing == 0 && extra == 0 && wrongRevision == 0 && lostUpdates == 0
                && watermarksShort == 0;
    }
}
