package io.millrace.bench.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.millrace.bench.chaos.fault.Topic;
import io.millrace.bench.chaos.history.Certainty;
import io.millrace.bench.chaos.history.ChaosEvent;
import io.millrace.bench.chaos.history.Discrepancies;
import io.millrace.bench.chaos.history.Discrepancy;
import io.millrace.bench.chaos.history.LettersCheck;
import io.millrace.bench.chaos.history.SentEvents;
import io.millrace.bench.chaos.history.SentPoison;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.RecordPosition;
import io.millrace.launcher.demo.PoisonRecords;
import io.millrace.launcher.letters.RedriveProducer;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.table.mergerule.EventKey;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What happens beside the load: poison records go straight into the topic, two events that break the quality rule become
 * letters and are corrected and redriven, and the contract gains a field. Each is repeated until it is done, whatever fails.
 */
final class Interventions implements AutoCloseable {
    private static final long POISON_EVERY_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int BROKEN = 2;
    private static final long CORRECTED = 7;
    private static final long EVENT_TIME = 1_770_120_000_000_000L;

    private final ChaosSystem system;
    private final ChaosTables tables;
    private final ChaosTopic topic;
    private final EventDraw draw;
    private final SentEvents sent;
    private final SentPoison poison;
    private final Random random;
    private final Contract contract;
    private final byte[] valid;
    private final Producer<byte[], byte[]> producer;
    private final long start = System.nanoTime();
    private final long length;
    private final Thread thread = new Thread(this::run, "chaos-interventions");
    private final List<RecordPosition> broken = new ArrayList<>();
    private int poisoned;
    private volatile boolean ended;

    /**
     * @param length
     *            of the load: the contract evolves when half of it is over
     */
    Interventions(ChaosSystem system, ChaosTables tables, ChaosTopic topic, EventDraw draw, SentEvents sent,
            SentPoison poison,
            Discrepancies found, Duration length, long seed) {
        this.system = system;
        this.tables = tables;
        this.topic = topic;
        this.draw = draw;
        this.sent = sent;
        this.poison = poison;
        this.length = length.toNanos();
        this.random = new Random(seed);
        ContractCatalog catalog = new ContractCatalog(new ApicurioContractRegistry(system.registryUrl()));
        this.contract = catalog.refresh(ChaosSystem.STREAM).orElseThrow().latest();
        this.valid = value(corrected(0), CORRECTED);
        this.producer = RedriveProducer.of(system.bootstrapServers());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (t, e) -> found.add(Discrepancy.SUITE, t.getName() + " failed: " + e));
    }

    void start() {
        thread.start();
    }

    private void run() {
        alone(() -> {
            for (int number = 0; number < BROKEN; number++) {
                ChaosEvent event = corrected(number);
                send(event.key().pk(), value(event, -1)).ifPresent(broken::add);
            }
        });
        poisonUntil(length / 2);
        evolve();
        alone(this::redrive);
        poisonUntil(length);
    }

    private void alone(Topic.Change change) {
        try {
            topic.alone(change);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the topic was changed", e);
        }
    }

    private void poisonUntil(long elapsed) {
        while (!ended && System.nanoTime() - start < elapsed) {
            alone(() -> {
                List<byte[]> values = PoisonRecords.values(random, valid);
                var unused = send("poison-" + poisoned, values.get(poisoned % values.size()));
                poisoned++;
            });
            sleep(POISON_EVERY_MILLIS);
        }
    }

    /** Where the record is; empty when Kafka did not acknowledge it. */
    private Optional<RecordPosition> send(String key, byte[] value) {
        try {
            RecordMetadata at = producer
                    .send(new ProducerRecord<>(ChaosSystem.STREAM.topic(), key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
            RecordPosition position = new RecordPosition(tables.topicId(), at.partition(), at.offset());
            poison.acked(position, key, value);
            return Optional.of(position);
        } catch (ExecutionException unanswered) {
            poison.inDoubt(key, value);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a poison record was sent", e);
        }
    }

    /** The gateways may use the field when both have read the new version. */
    private void evolve() {
        Deadline.of(PATIENCE).until("both gateways have the new version of the contract", () -> {
            if (system.gateways().stream().noneMatch(Interventions::hasNote)) {
                system.gateways().get(random.nextInt(system.gateways().size())).evolve(ChaosSystem.STREAM,
                        ChaosEvent.EVOLVED);
            }
            return system.gateways().stream().allMatch(Interventions::hasNote);
        });
        draw.withNotes();
    }

    private static boolean hasNote(GatewayClient gateway) {
        return gateway.schema(ChaosSystem.STREAM).contains("\"note\"");
    }

    private void redrive() {
        if (broken.isEmpty()) {
            return;
        }
        List<ChaosEvent> events = Stream.iterate(0, number -> number + 1).limit(BROKEN).map(Interventions::corrected)
                .toList();
        sent.record(events, Certainty.IN_DOUBT);
        Deadline.of(PATIENCE).until("both letters are redriven", () -> {
            if (!areRedriven()) {
                var unused = LauncherRun.of(system, List.of("dlq", "redrive"), "--rule", ChaosEvent.RULE, "--patch",
                        "{\"amount\": " + CORRECTED + "}");
            }
            return areRedriven();
        });
        broken.forEach(poison::redriven);
        // Before the topic may be replaced: the record of a letter that was redriven is not known to the suite.
        Deadline.of(PATIENCE).until("both letters are resolved",
                () -> LettersCheck.areResolved(tables.letters(), poison));
        if (broken.size() == BROKEN) {
            sent.record(events, Certainty.ACKED);
        }
    }

    private boolean areRedriven() {
        List<RecordPosition> done = tables.letters().stream()
                .filter(letter -> letter.state() == LetterState.REDRIVEN || letter.state() == LetterState.RESOLVED)
                .map(Letter::source).flatMap(Optional::stream).toList();
        return done.containsAll(broken);
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static ChaosEvent corrected(int number) {
        return new ChaosEvent(new EventKey("broken-" + number, "broken-" + number), 0, EVENT_TIME, CORRECTED, null);
    }

    /** An event as the gateway writes it, with another amount. */
    private byte[] value(ChaosEvent event, long amount) {
        GenericRecord record = new GenericData.Record(contract.schema());
        record.put("pk", event.key().pk());
        record.put("event_id", event.key().eventId());
        record.put("event_time", event.eventTimeMicros());
        record.put("revision", event.revision());
        record.put("amount", amount);
        return RecordCodec.encode(contract, record);
    }

    /** Ends the poison; returns when everything else is done. */
    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
        producer.close();
    }
}
