package io.millrace.launcher.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.Services;
import io.millrace.launcher.topic.TopicRangeReader;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;

/** The run: real events, some sent twice, some invalid, some unreadable, through both writers into one table. */
public final class Demo {
    private static final StreamName STREAM = new StreamName("earthquake");
    private static final Duration FIRST_MERGE = Duration.ofSeconds(60);
    private static final Duration ALL_MERGED = Duration.ofSeconds(120);
    private static final int FIRST_PART = 3;
    private static final int RESENT_PERCENT = 15;
    private static final long SEED = 17L;
    private static final int[] FIRST_SIZES = {100, 250};
    private static final int[] REST_SIZES = {1, 7, 40, 100, 150};
    private static final int[] RESENT_SIZES = {3, 64, 19};
    /** Between requests, so that events keep coming for longer than one interval of either writer. */
    private static final Duration PACE = Duration.ofMillis(300);

    private final Checkout checkout;
    private final Path data;
    private final ProgressLog log;

    /**
     * @param data
     *            an empty folder, for this run alone
     */
    public Demo(Checkout checkout, Path data, ProgressLog log) {
        this.checkout = checkout;
        this.data = data;
        this.log = log;
    }

    /** Runs it. What was started is in the processes, which the caller closes. */
    public Report run(ProcessGroup processes) {
        DemoSystem system = DemoSystem.start(checkout, data, processes, log);
        try (TopicRangeReader topic = new TopicRangeReader(system.bootstrapServers(), STREAM.topic());
                TopicRangeReader deadLetters = new TopicRangeReader(system.bootstrapServers(),
                        STREAM.deadLetterTopic());
                TableReader table = EventTables.read(Services.tables(data).resolve(STREAM.value()));
                TableReader bronze = EventTables.read(Services.tables(data).resolve(STREAM.bronzeTable()))) {
            List<String> events = SampleData.earthquakes();
            SettledStateWatch watch = new SettledStateWatch(system, table, topic);
            Sent offered = offer(system, watch, topic, events);
            log.print("Waiting until everything is merged");
            watch.untilAllIsMerged(ALL_MERGED);
            long redriven = redrive(system, watch, topic);
            log.print("Waiting until everything is merged and audited");
            SettledState rest = watch.untilAllIsMerged(ALL_MERGED);
            log.print("Reading the tables back");
            Set<String> dead = new HashSet<>();
            deadLetters.read(deadLetters.bounds(), letter -> dead.add(DeadLetter.coordinates(letter.headers())));
            return new Report(offered, rest, ReadBack.read(table, bronze, events, dead.size(), redriven));
        }
    }

    private long redrive(DemoSystem system, SettledStateWatch watch, TopicRangeReader topic) {
        LetterCorrection correction = new LetterCorrection(STREAM, data, log);
        long redriven = correction.run(watch, system.bootstrapServers(), system.contracts(STREAM), topic.id());
        watch.until(correction::isResolved, ALL_MERGED);
        return redriven;
    }

    private Sent offer(DemoSystem system, SettledStateWatch watch, TopicRangeReader topic, List<String> events) {
        GatewayClient gateway = system.gateway();
        List<String> first = events.subList(0, events.size() / FIRST_PART);
        List<String> others = events.subList(first.size(), events.size());
        long stored = send(gateway, SampleData.batches(first, FIRST_SIZES), Duration.ZERO);
        log.print("Sent the first " + first.size() + " of " + events.size() + " earthquakes over HTTP");
        if (!watch.untilRows(first.size(), FIRST_MERGE)) {
            throw new LauncherException("batch-service did not merge the first " + first.size() + " events within "
                    + FIRST_MERGE.toSeconds() + " s. Look at " + data.resolve("logs/batch-service.log"));
        }
        log.print("batch-service merged them into the table; starting stream-service beside it");
        system.startStreamWriter();
        log.print("stream-service merges as events come");
        gateway.evolve(STREAM, QualityRule.addTo(gateway.schema(STREAM)));
        log.print("Added the quality rule " + QualityRule.NAME + " to the contract, as version 2");
        stored += send(gateway, SampleData.batches(others, REST_SIZES), PACE);
        log.print("Sent the other " + others.size() + " in batches of many sizes");
        List<String> again = SampleData.shuffledPart(events, RESENT_PERCENT, SEED);
        long storedAgain = send(gateway, SampleData.batches(again, RESENT_SIZES), Duration.ZERO);
        log.print("Sent " + again.size() + " of them again, unchanged, in another order");
        List<InvalidRequest> offences = InvalidRequest.all(STREAM.value());
        long refused = offences.stream().filter(o -> isRefused(gateway, o)).count();
        log.print("Sent " + offences.size() + " requests that break the rules; " + refused + " were refused");
        boolean ruleRefused = QualityRule.refuses(gateway.send(STREAM.value(), GatewayClient.JSON,
                QualityRule.brokenBy(first.getFirst())));
        log.print("Sent an event that breaks the quality rule; it was " + (ruleRefused ? "refused" : "not refused"));
        long poison = poison(system, topic);
        log.print("Put " + poison + " poison records straight into the topic, and an event that breaks the rule");
        return new Sent(events.size(), stored, again.size(), storedAgain, offences.size(), refused, poison, 1,
                ruleRefused ? 1 : 0, 1);
    }

    private long send(GatewayClient gateway, List<List<String>> batches, Duration pause) {
        long stored = 0;
        for (List<String> batch : batches) {
            GatewayClient.Answer answer = gateway.send(STREAM.value(), GatewayClient.NDJSON, String.join("\n", batch));
            if (answer.stored()) {
                stored += batch.size();
            } else {
                log.print("A request of " + batch.size() + " events was answered with " + answer.status());
            }
            rest(pause);
        }
        return stored;
    }

    private static void rest(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while sending", e);
        }
    }

    private boolean isRefused(GatewayClient gateway, InvalidRequest offence) {
        GatewayClient.Answer answer = gateway.send(offence.stream(), offence.contentType(), offence.body());
        if (!answer.refused()) {
            log.print("Not refused but answered with " + answer.status() + ": " + offence.name());
        }
        return answer.refused();
    }

    private static long poison(DemoSystem system, TopicRangeReader topic) {
        List<byte[]> values = new ArrayList<>();
        topic.read(topic.bounds(), valid -> values.add(valid.value()));
        byte[] valid = values.getFirst();
        var records = PoisonRecords.records(STREAM.topic(), topic.bounds().size(), valid);
        StreamContracts contracts = system.contracts(STREAM);
        Contract writer = Objects.requireNonNull(contracts.byContentId().get(RecordCodec.contentIdOf(valid)));
        PoisonRecords.send(system.bootstrapServers(), Stream
                .concat(records.stream(), Stream.of(QualityRule.bypassing(contracts.latest(), valid, writer)))
                .toList());
        return records.size();
    }
}
