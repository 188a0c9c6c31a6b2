package io.millrace.systemtests.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.letters.DeadLetters;
import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
@OnRunningSystem
class PoisonRecordPipelineTest {
    private static final List<byte[]> POISON = List.of("no avro".getBytes(StandardCharsets.UTF_8), new byte[0],
            new byte[]{0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff}, HexFormat.of().parseHex("00ffffffff0248"));

    private final RunningSystem system;

    PoisonRecordPipelineTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void bytesThatNobodyCanDecodeAreDeadLettersAndBlockNothing() throws Exception {
        // given
        TestStream stream = system.newStream("poison");
        stream.send(TestEvent.numbered(0, 20));
        // when
        Map<String, String> poison = poison(stream);
        stream.send(TestEvent.numbered(20, 40));
        stream.awaitMerged();
        // then
        stream.assertExactly(TestEvent.numbered(0, 40));
        assertEquals(poison, deadLetters(stream));
    }

    @Test
    void newestDeadLettersCanBeLookedAt() throws Exception {
        // given
        TestStream stream = system.newStream("looked-at");
        stream.send(TestEvent.numbered(0, 20));
        Map<String, String> poison = poison(stream);
        stream.awaitMerged();
        // when
        var all = DeadLetters.newest(system.stack().bootstrapServers(), stream.name(), 1_000);
        var two = DeadLetters.newest(system.stack().bootstrapServers(), stream.name(), 2);
        // then
        assertEquals(poison.keySet(), all.stream().map(letter -> DeadLetter.coordinates(letter.headers()))
                .collect(Collectors.toSet()));
        assertEquals(all.subList(all.size() - 2, all.size()).stream().map(l -> l.offset()).toList(),
                two.stream().map(l -> l.offset()).toList());
        assertThrows(LauncherException.class, () -> DeadLetters.newest(system.stack().bootstrapServers(),
                new StreamName("never-was"), 2));
    }

    /** Puts poison into every partition; gives the value of each record by its coordinates. */
    private Map<String, String> poison(TestStream stream) throws Exception {
        Map<String, String> written = new HashMap<>();
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", system.stack().bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition : stream.ends().keySet()) {
                for (byte[] value : POISON) {
                    var at = producer.send(new ProducerRecord<>(stream.name().topic(), partition,
                            "pk1".getBytes(StandardCharsets.UTF_8), value)).get();
                    written.put(at.topic() + "/" + at.partition() + "/" + at.offset(), HexFormat.of().formatHex(value));
                }
            }
        }
        return written;
    }

    private Map<String, String> deadLetters(TestStream stream) {
        Map<String, String> letters = new HashMap<>();
        var partition = new TopicPartition(stream.name().deadLetterTopic(), 0);
        List<TopicPartition> partitions = List.of(partition);
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", system.stack().bootstrapServers()),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(letter -> letters.put(
                        DeadLetter.coordinates(letter.headers()), HexFormat.of().formatHex(letter.value())));
            }
        }
        return letters;
    }
}
