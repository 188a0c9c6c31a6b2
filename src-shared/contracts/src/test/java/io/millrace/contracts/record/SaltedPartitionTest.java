package io.millrace.contracts.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaltedPartitionTest {
    private static final int PARTITIONS = 12;

    @Test
    void withoutSaltItIsThePartitionThatKafkaChooses() {
        for (int i = 0; i < 100; i++) {
            String pk = "pk-" + i;
            assertEquals(
                    BuiltInPartitioner.partitionForKey(pk.getBytes(StandardCharsets.UTF_8), PARTITIONS),
                    SaltedPartition.of(pk, "event", 1, PARTITIONS));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "5, 5", "12, 12", "13, 12", "1000, 12"})
    void theEventsOfOnePkAreInAsManyPartitionsAsTheSaltSays(int salt, int expected) {
        assertEquals(expected, partitions(salt).size());
    }

    @Test
    void anEventIsAlwaysInTheSamePartition() {
        assertEquals(SaltedPartition.of("hot", "event-7", 5, PARTITIONS),
                SaltedPartition.of("hot", "event-7", 5, PARTITIONS));
    }

    private static Set<Integer> partitions(int salt) {
        return IntStream.range(0, 1_000).mapToObj(i -> SaltedPartition.of("hot", "event-" + i, salt, PARTITIONS))
                .collect(Collectors.toSet());
    }
}
