package io.millrace.launcher.demo;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.DeadLetterJson;
import io.millrace.landing.letters.Letter;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterPatch;
import io.millrace.landing.letters.LetterRows;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.Pace;
import io.millrace.landing.letters.Redrive;
import io.millrace.landing.letters.RedriveRecords;
import io.millrace.launcher.letters.LetterTables;
import io.millrace.launcher.letters.RedriveProducer;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.Services;
import io.millrace.table.EventTable;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.apache.kafka.clients.producer.Producer;

/** Finds the letter that the quality rule made, corrects its event and sends it again, as {@code dlq redrive} does. */
final class LetterCorrection {
    private static final Duration LISTED = Duration.ofSeconds(60);
    private static final LetterFilter OF_RULE = new LetterFilter(Set.of(), Set.of(), Set.of(QualityRule.NAME), Set.of(),
            Optional.empty(), Optional.empty());

    private final StreamName stream;
    private final TableLocation tables;
    private final ProgressLog log;

    /**
     * @param data
     *            the folder of the demo
     */
    LetterCorrection(StreamName stream, Path data, ProgressLog log) {
        this.stream = stream;
        this.tables = new TableLocation.Folder(Services.tables(data));
        this.log = log;
    }

    /**
     * Redrives the letter.
     *
     * @param topicId
     *            Kafka's id of the stream's topic
     * @return the number of letters that were redriven
     * @throws LauncherException
     *             when there is no such letter within a minute
     */
    long run(SettledStateWatch watch, String bootstrapServers, StreamContracts contracts, String topicId) {
        if (!watch.until(() -> letter(LetterState.OPEN).isPresent(), LISTED)) {
            throw new LauncherException("The event that breaks the rule " + QualityRule.NAME
                    + " is not in the table of dead letters after " + LISTED.toSeconds()
                    + " s. Look at logs/batch-service.log of the demo.");
        }
        log.print("Letter: " + DeadLetterJson.of(stream, letter(LetterState.OPEN).orElseThrow(), false));
        String patch = "{\"mag\": " + QualityRule.CORRECTED + "}";
        try (TableReader letters = LetterTables.read(tables, stream);
                EventTable table = LetterTables.open(tables, stream);
                Producer<byte[], byte[]> producer = RedriveProducer.of(bootstrapServers)) {
            Redrive.Counts counts = new Redrive(stream, topicId, producer, table,
                    new RedriveRecords(contracts, Optional.of(new LetterPatch(contracts, patch)), Clock.systemUTC()),
                    new Pace(Pace.UNLIMITED, System::nanoTime))
                    .run(letters, OF_RULE.in(LetterState.OPEN), () -> false);
            log.print("Redrove it with the patch " + patch);
            return counts.redriven();
        }
    }

    /** Whether the letter is resolved: its event is a row. */
    boolean isResolved() {
        return letter(LetterState.RESOLVED).isPresent();
    }

    private Optional<Letter> letter(LetterState state) {
        LetterFilter filter = OF_RULE.in(state);
        Letter[] found = new Letter[1];
        try (TableReader letters = EventTables.read(tables.resolve(stream.letterTable()))) {
            if (letters.status().isPresent()) {
                letters.rows(Long.MAX_VALUE, row -> {
                    Letter letter = LetterRows.letter(row);
                    found[0] = filter.has(letter) ? letter : found[0];
                });
            }
        }
        return Optional.ofNullable(found[0]);
    }
}
