package io.millrace.bench.simulation.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.millrace.bench.simulation.world.SimulatedTopic;
import io.millrace.bench.simulation.world.World;
import io.millrace.table.SourcePartition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Checks that the bronze table has each offset once. */
final class BronzeCheck {
    private static final long DAY_MILLIS = 86_400_000L;
    /** The days after whose end rows may be removed. */
    private static final long KEPT_DAYS = 7;

    private BronzeCheck() {}

    static List<Violation> of(World world, History history) {
        List<Violation> violations = new ArrayList<>();
        TableRows rows = new TableRows(world, World.BRONZE);
        Map<String, Integer> counts = new TreeMap<>();
        for (Map<String, @Nullable Object> row : rows.of(history.newest(), history.base())) {
            counts.merge(row.get("partition") + "/" + row.get("offset"), 1, Integer::sum);
            if (!isRecord(row, world.topic())) {
                violations.add(new Violation(Invariant.BRONZE, "offset " + row.get("partition") + "/"
                        + row.get("offset") + " is not as in the topic"));
            }
        }
        Map<String, Integer> days = days(history, rows);
        long today = world.clock().millis() / DAY_MILLIS;
        for (int partition = 0; partition < world.topic().partitions(); partition++) {
            long end = world.topic().end(partition);
            long watermark = history.newest().marks()
                    .getOrDefault(new SourcePartition(world.topic().id(), partition).applicationId(), 0L);
            if (watermark != end) {
                violations.add(new Violation(Invariant.BRONZE, "partition " + partition + " is appended to " + watermark
                        + " of " + end));
            }
            for (long offset = 0; offset < end; offset++) {
                String position = partition + "/" + offset;
                int count = counts.getOrDefault(position, 0);
                boolean mayBeGone = days.getOrDefault(position, Integer.MAX_VALUE) + KEPT_DAYS < today;
                if (count > 1 || count == 0 && !mayBeGone) {
                    violations.add(new Violation(Invariant.BRONZE, "offset " + position + " is there " + count
                            + " times"));
                }
            }
        }
        return violations;
    }

    private static boolean isRecord(Map<String, @Nullable Object> row, SimulatedTopic topic) {
        return row.get("partition") instanceof Integer partition && row.get("offset") instanceof Long offset
                && partition >= 0 && partition < topic.partitions() && offset >= 0 && offset < topic.end(partition)
                && topic.id().equals(row.get("topic_id"))
                && isRecord(row, topic.records(partition).get(offset.intValue()));
    }

    /** Whether a row has the bytes of a record. */
    static boolean isRecord(Map<String, @Nullable Object> row, ConsumerRecord<byte[], byte[]> record) {
        return Objects.deepEquals(record.key(), row.get("key")) && Objects.deepEquals(record.value(), row.get("value"));
    }

    /** The day on which each offset was appended, whether its file is still in the table or not. */
    private static Map<String, Integer> days(History history, TableRows rows) {
        Map<String, Integer> days = new TreeMap<>();
        List<CommittedVersion> all = new ArrayList<>(List.of(history.base()));
        all.addAll(history.versions());
        for (CommittedVersion version : all) {
            for (Map<String, @Nullable Object> row : rows.of(version, history.base())) {
                if (row.get("ingest_date") instanceof Integer day) {
                    days.put(row.get("partition") + "/" + row.get("offset"), day);
                }
            }
        }
        return days;
    }
}
