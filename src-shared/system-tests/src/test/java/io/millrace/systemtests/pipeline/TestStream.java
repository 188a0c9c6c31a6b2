package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.table.Books;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** A stream of one test: what is put in, what is in Kafka and what is in the table. */
final class TestStream {
    static final String CONTRACT = """
            {"type": "record", "name": "Visit",
             "millrace": {"partition-by": ["event_date", "region"]},
             "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": "string"}
            ]}""";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration MERGED = Duration.ofSeconds(60);

    private final StreamName name;
    private final TableFolder table;
    private final TableFolder bronze;
    private final Admin admin;
    private final GatewayClient gateway;

    TestStream(StreamName name, Path table, Admin admin, GatewayClient gateway) {
        this.name = name;
        this.table = new TableFolder(table);
        this.bronze = new TableFolder(table.resolveSibling(name.bronzeTable()));
        this.admin = admin;
        this.gateway = gateway;
    }

    StreamName name() {
        return name;
    }

    TableFolder table() {
        return table;
    }

    TableFolder bronze() {
        return bronze;
    }

    /** Checks that the bronze table has every offset of the topic up to these, each once, and nothing else. */
    void assertBronze(Map<Integer, Long> until) {
        Map<Integer, List<Long>> offsets = new TreeMap<>();
        try (TableReader reader = bronze.reader()) {
            reader.rows(Long.MAX_VALUE, row -> offsets.computeIfAbsent((Integer) row.get("partition"),
                    partition -> new ArrayList<>()).add((Long) row.get("offset")));
        }
        offsets.values().forEach(list -> list.sort(null));
        Map<Integer, List<Long>> expected = new TreeMap<>();
        until.forEach((partition, end) -> expected.put(partition, LongStream.range(0, end).boxed().toList()));
        assertEquals(expected, offsets, "the offsets in the bronze table");
    }

    /** Sends events over HTTP; all of them are stored when this returns. */
    void send(List<TestEvent> events) {
        GatewayClient.Answer answer = gateway.send(name.value(), GatewayClient.NDJSON, TestEvent.lines(events));
        assertEquals(200, answer.status(), answer::body);
    }

    /** Waits until the table has every offset of the topic. */
    void awaitMerged() {
        await("the watermarks of stream " + name + " are the ends of its topic").atMost(MERGED).pollInterval(POLL)
                .untilAsserted(() -> assertEquals(ends(), watermarks()));
    }

    /** The next offset of each partition that has records. */
    Map<Integer, Long> ends() {
        try {
            var description = admin.describeTopics(List.of(name.topic())).allTopicNames().get().values().iterator()
                    .next();
            var latest = description.partitions().stream().collect(Collectors
                    .toMap(p -> new TopicPartition(name.topic(), p.partition()), p -> OffsetSpec.latest()));
            Map<Integer, Long> ends = new TreeMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, end) -> {
                if (end.offset() > 0) {
                    ends.put(partition.partition(), end.offset());
                }
            });
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The offsets that a consumer group has committed to Kafka; partitions without one are absent. */
    Map<Integer, Long> committedBy(String group) throws ExecutionException, InterruptedException {
        Map<Integer, Long> committed = new TreeMap<>();
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().forEach((partition, offset) -> {
            if (partition.topic().equals(name.topic()) && offset != null) {
                committed.put(partition.partition(), offset.offset());
            }
        });
        return committed;
    }

    /** The table's watermark of each partition that it has records of. */
    Map<Integer, Long> watermarks() {
        Map<Integer, Long> watermarks = new TreeMap<>();
        try (TableReader reader = table.reader()) {
            reader.status().map(TableStatus::marks).orElse(Map.of()).forEach((mark, value) -> {
                String[] words = mark.split("/");
                if (words.length == 3 && words[0].equals("millrace") && value > 0) {
                    watermarks.put(Integer.parseInt(words[2]), value);
                }
            });
        }
        return watermarks;
    }

    /** The offsets that the books of the table do not account for; negative when some are counted twice. */
    long booksDifference() {
        try (TableReader reader = table.reader()) {
            return Books.of(reader.status().map(TableStatus::marks).orElse(Map.of())).values().stream()
                    .mapToLong(Books::difference).sum();
        }
    }

    /** The rows of the table, in no order. */
    List<TestEvent> rows() {
        List<TestEvent> rows = new ArrayList<>();
        try (TableReader reader = table.reader()) {
            reader.rows(Long.MAX_VALUE, row -> rows.add(TestEvent.ofRow(row)));
        }
        return rows;
    }

    /** Checks that the table has these events, each once, and nothing else. */
    void assertExactly(List<TestEvent> events) {
        List<TestEvent> rows = rows();
        assertEquals(new HashSet<>(events), new HashSet<>(rows), "the events in the table");
        assertEquals(events.size(), rows.size(), "rows of the table");
    }
}
