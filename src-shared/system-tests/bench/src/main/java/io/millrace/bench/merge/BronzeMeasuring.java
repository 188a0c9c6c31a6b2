package io.millrace.bench.merge;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.orders.OrderEvents;
import io.millrace.bench.orders.OrderRecords;
import io.millrace.bench.run.Measurements;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.BronzeAppender;
import io.millrace.landing.UnlandedRecords;
import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventBatch;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.MicroBatch;
import io.millrace.table.TableShape;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import picocli.CommandLine.Command;

/**
 * Takes the same Kafka records of the stream of orders, by turns, into a bronze table, into a table of their rows without a
 * key (an append), and into one with a key (a merge).
 */
@Command(name = "measure-bronze", hidden = true)
public final class BronzeMeasuring extends CpuTimeMeasurement {
    private static final String TOPIC_ID = "bench";
    private static final int PARTITION = 0;
    private static final long CONTENT_ID = 1;
    private static final long INGESTED_AT_MICROS = 1_800_000_000_000_000L;
    private static final long MOST_BYTES = 1L << 30;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What is measured, in the order of a round. */
    private enum Step {
        /** Rows of the bronze table, made and appended. */
        BRONZE,
        /** Values decoded into columns. */
        DECODE,
        /** These columns appended to a table without a key. */
        APPEND,
        /** These columns merged into a table with a key. */
        MERGE
    }

    private final OrderRecords orders = new OrderRecords(CONTENT_ID, INGESTED_AT_MICROS);
    private final Map<Step, List<Double>> micros = new EnumMap<>(Step.class);
    private long next;

    @Override
    public Integer call() throws IOException {
        Contract contract = ContractParser.parse(new StreamName(OrderEvents.STREAM), 1, CONTENT_ID,
                OrderEvents.contract());
        StreamContracts contracts = new StreamContracts(contract, Map.of(CONTENT_ID, contract), Map.of());
        TableShape keyed = ContractTable.shape(contract);
        TableShape unkeyed = new TableShape(keyed.columns(), keyed.partitionColumns(), Optional.empty());
        Path bronzeFolder = folder.resolve("bronze");
        try (EventTable bronze = BenchTables.open(bronzeFolder, BronzeTable.SHAPE);
                EventTable append = BenchTables.open(folder.resolve("append"), unkeyed);
                EventTable merge = BenchTables.open(folder.resolve("merge"), keyed)) {
            BronzeAppender appender = new BronzeAppender(bronze, Clock.systemUTC(), MOST_BYTES);
            ColumnDecoder decoder = new ColumnDecoder(contracts, "bench");
            for (int round = -warmUp; round < rounds; round++) {
                if (round == 0) {
                    micros.clear();
                }
                List<ConsumerRecord<byte[], byte[]>> records = records();
                Map<Integer, OffsetRange> ranges = Map.of(PARTITION, new OffsetRange(next - batch, next));
                time(Step.BRONZE, () -> write(appender, records, ranges));
                EventBatch rows = decoder.begin(contracts);
                time(Step.DECODE, () -> decode(decoder, records));
                MicroBatch toAppend = new MicroBatch(unkeyed, TOPIC_ID,
                        IntStream.range(0, rows.size()).mapToObj(rows::row).toList(), ranges);
                time(Step.APPEND, () -> BenchTables.merge(append, toAppend));
                time(Step.MERGE, () -> BenchTables.merge(merge, new MicroBatch(TOPIC_ID, rows, ranges)));
            }
        }
        System.out.println(result());
        return 0;
    }

    private List<ConsumerRecord<byte[], byte[]>> records() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            ProducerRecord<String, byte[]> sent = orders.of(next);
            byte[] key = sent.key().getBytes(StandardCharsets.UTF_8);
            records.add(new ConsumerRecord<>(sent.topic(), PARTITION, next, INGESTED_AT_MICROS / 1_000,
                    TimestampType.CREATE_TIME, key.length, sent.value().length, key, sent.value(), sent.headers(),
                    Optional.empty()));
            next++;
        }
        return records;
    }

    private static void write(BronzeAppender appender, List<ConsumerRecord<byte[], byte[]>> records,
            Map<Integer, OffsetRange> ranges) {
        UnlandedRecords left = appender.add(TOPIC_ID, new UnlandedRecords(records, ranges));
        if (!left.isEmpty() || !(appender.write(partitions -> Map.of()) instanceof MergeOutcome.Merged)) {
            throw new IllegalStateException("not all records are in the bronze table");
        }
    }

    private static void decode(ColumnDecoder decoder, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (decoder.add(record, MOST_BYTES) != null) {
                throw new IllegalStateException("an order was not decoded");
            }
        }
    }

    private void time(Step step, Runnable work) {
        long before = THREADS.getCurrentThreadCpuTime();
        work.run();
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        micros.computeIfAbsent(step, s -> new ArrayList<>()).add(nanos / NANOS_PER_MICRO / batch);
    }

    private ObjectNode result() throws IOException {
        ObjectNode result = new ObjectMapper().createObjectNode();
        Map<Step, Double> medians = new EnumMap<>(Step.class);
        micros.forEach((step, values) -> {
            double median = Measurements.median(values);
            medians.put(step, median);
            result.put(step.name().toLowerCase(Locale.ROOT) + "_us_per_row", Measurements.round(median));
        });
        double bronze = medians.getOrDefault(Step.BRONZE, Double.NaN);
        double append = medians.getOrDefault(Step.APPEND, Double.NaN);
        double decode = medians.getOrDefault(Step.DECODE, Double.NaN);
        double merge = medians.getOrDefault(Step.MERGE, Double.NaN);
        result.put("bronze_over_append", Measurements.round(bronze / append));
        result.put("bronze_over_decode_and_append", Measurements.round(bronze / (decode + append)));
        result.put("bronze_over_decode_and_merge", Measurements.round(bronze / (decode + merge)));
        result.put("peak_rss_mb", Measurements.peakRssMebibytes());
        return result;
    }
}
