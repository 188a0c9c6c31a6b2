package io.millrace.launcher.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.millrace.launcher.local.LauncherException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that no gateway would write: sent directly to the topic, each must become a dead letter and block nothing. */
public final class PoisonRecords {
    private static final int RANDOM_BYTES = 64;
    private static final long SEED = 20180207L;
    /** Larger than any id that a fresh registry gives. */
    private static final int UNKNOWN_ID = 2_000_000_011;

    private PoisonRecords() {}

    /**
     * The records, spread over the partitions in turn.
     *
     * @param valid
     *            a value of the topic as the gateway wrote it
     */
    static List<ProducerRecord<byte[], byte[]>> records(String topic, int partitions, byte[] valid) {
        Random random = new Random(SEED);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int round = 0; round < partitions; round++) {
            for (byte[] value : values(random, valid)) {
                byte[] key = ("no-such-quake-" + records.size()).getBytes(StandardCharsets.UTF_8);
                records.add(new ProducerRecord<>(topic, records.size() % partitions, key, value));
            }
        }
        return records;
    }

    /**
     * A value of each kind. The last one is valid, and poison under the key of another event.
     *
     * @param valid
     *            a value of the topic as the gateway wrote it
     */
    public static List<byte[]> values(Random random, byte[] valid) {
        byte[] noise = new byte[RANDOM_BYTES];
        random.nextBytes(noise);
        return List.of(noise, truncated(valid), ofUnknownContract(valid), valid);
    }

    /** Sends them and waits until the broker has them. */
    static void send(String bootstrapServers, List<ProducerRecord<byte[], byte[]>> records) {
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> acks = records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> ack : acks) {
                ack.get();
            }
        } catch (ExecutionException e) {
            throw new LauncherException("The poison records could not be written to Kafka (" + e.getCause()
                    + "). Look at the log of the broker.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while writing poison records", e);
        }
    }

    private static byte[] truncated(byte[] valid) {
        return Arrays.copyOf(valid, valid.length / 2);
    }

    private static byte[] ofUnknownContract(byte[] valid) {
        byte[] value = valid.clone();
        ByteBuffer.wrap(value).putInt(1, UNKNOWN_ID);
        return value;
    }
}
