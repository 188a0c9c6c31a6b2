package io.millrace.bench.ingest;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.bench.orders.BareClient;
import io.millrace.bench.orders.OrderEvents;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The floor: sends records that a gateway has written, headers and all, again with a Kafka client alone that is configured as
 * the gateway's is. Prints the CPU time that its process takes per record, in microseconds.
 */
@Command(name = "measure-producer", hidden = true)
public final class BareProducer implements Callable<Integer> {
    private static final int IN_FLIGHT = 50_000;
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    @Option(names = "--bootstrap-servers", required = true)
    private String bootstrapServers = "";
    @Option(names = "--records", required = true, description = "How many different records are sent in turn.")
    private int records;
    @Option(names = "--seconds", required = true)
    private int seconds;
    @Option(names = "--topic", required = true, description = "It is made.")
    private String target = "";

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        List<ProducerRecord<String, byte[]>> sample = sample();
        try (var producer = BareClient.producer(bootstrapServers, target)) {
            send(producer, sample);
            long before = PROCESS.getProcessCpuTime();
            long sent = send(producer, sample);
            System.out.println((PROCESS.getProcessCpuTime() - before) / 1_000.0 / sent);
        }
        return 0;
    }

    private List<ProducerRecord<String, byte[]>> sample() {
        List<ProducerRecord<String, byte[]>> sample = new ArrayList<>();
        try (TopicReader topic = new TopicReader(bootstrapServers, OrderEvents.STREAM)) {
            topic.read(record -> {
                sample.add(again(record));
                return sample.size() < records;
            });
        }
        return sample;
    }

    private ProducerRecord<String, byte[]> again(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(target, null, new String(record.key(), StandardCharsets.UTF_8), record.value(),
                record.headers());
    }

    /** Sends for the time that is to be measured, waits for every acknowledgement and returns their number. */
    private long send(KafkaProducer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> sample)
            throws InterruptedException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        Semaphore permits = new Semaphore(IN_FLIGHT);
        long sent = 0;
        for (long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos(); System.nanoTime() < end; sent++) {
            permits.acquire();
            ProducerRecord<String, byte[]> record = sample.get((int) (sent % sample.size()));
            // Created for each event, as in the gateway.
            var unused = producer.send(
                    new ProducerRecord<>(target, null, record.key(), record.value(),
                            List.of(record.headers().toArray())),
                    (metadata, fault) -> {
                        permits.release();
                        if (fault != null) {
                            failure.set(fault);
                        }
                    });
        }
        permits.acquire(IN_FLIGHT);
        if (failure.get() != null) {
            throw new IllegalStateException("The broker did not take every record", failure.get());
        }
        return sent;
    }
}
