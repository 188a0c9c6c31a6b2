package io.millrace.landing.letters;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.table.TableReader;

/** What would become of letters if they were redriven now, by the contract and the quality rules of now. Used by one thread. */
public final class RedrivePreview {
    /** The outcome of a letter whose record would be merged. */
    public static final String MERGED = "merged";

    private final StreamContracts contracts;
    private final RedriveRecords records;
    private final Clock clock;
    private final long mostBytes;
    private final ColumnDecoder decoder;
    private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();

    /**
     * @param clock
     *            gives the time at which a redriven record would be written
     * @param mostBytes
     *            the memory of a decoded event, in bytes
     */
    public RedrivePreview(StreamContracts contracts, Optional<LetterPatch> patch, Clock clock, long mostBytes) {
        this.contracts = contracts;
        this.records = new RedriveRecords(contracts, patch, clock);
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.decoder = ColumnDecoder.ofDryRun(contracts);
    }

    /**
     * Judges the letters that a filter has.
     *
     * @return the number of letters by their reason, and by their outcome: {@link #MERGED}, the code of the obstacle for which
     *         the letter would be left, or the code of the reason why the record would be refused again
     */
    public Map<String, Map<String, Long>> run(TableReader letters, LetterFilter filter) {
        letters.rows(Long.MAX_VALUE, row -> {
            if (filter.has(row)) {
                Letter letter = LetterRows.letter(row);
                outcomes.computeIfAbsent(letter.cause().code(), reason -> new TreeMap<>()).merge(outcome(letter), 1L,
                        Long::sum);
            }
        });
        return outcomes;
    }

    private String outcome(Letter letter) {
        return switch (records.of(letter)) {
            case RedriveDecision.Send sent -> judged(sent.record());
            case RedriveDecision.Leave leave -> leave.obstacle().code();
        };
    }

    /** An outcome in words. */
    public static String meaning(String outcome) {
        if (outcome.equals(MERGED)) {
            return "The record would be sent and merged.";
        }
        return Stream.of(RedriveObstacle.values()).filter(obstacle -> obstacle.code().equals(outcome)).findFirst()
                .map(obstacle -> "The letter would be left as it is. " + obstacle.meaning())
                .orElse("The record would be sent and refused again for this reason.");
    }

    private String judged(RefusedRecord record) {
        decoder.begin(contracts);
        try {
            DeadLetter refused = decoder.add(record.asRead(contracts.latest().stream().topic(), clock.millis()),
                    mostBytes);
            return refused == null ? MERGED : refused.reason().code();
        } catch (OverweightException e) {
            return DeadLetter.Reason.TOO_LARGE.code();
        }
    }
}
