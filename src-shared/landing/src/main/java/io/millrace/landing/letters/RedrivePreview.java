package io.millrace.landing.letters;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.table.TableReader;

/** What would become of letters if they were redriven now, by the contract and the quality rules of now. Used by one thread. */
public final class RedrivePreview {
    /** The outcome of a letter whose record would be merged. */
    public static final String MERGED = "merged";
    /** The outcome of a letter that a redrive leaves, because the gateway refused it. */
    public static final String OF_GATEWAY = "of-gateway";
    /** The outcome of a letter to which the patch cannot be applied. */
    public static final String PATCH_REFUSED = "patch-refused";

    private final StreamContracts contracts;
    private final Optional<LetterPatch> patch;
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
        this.patch = patch;
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.decoder = new ColumnDecoder(contracts, "preview");
    }

    /**
     * Judges the letters that a filter has.
     *
     * @return the number of letters by their reason, and by their outcome: one of the constants above, or the code of the reason
     *         why the record would be refused again
     */
    public Map<String, Map<String, Long>> run(TableReader letters, LetterFilter filter) {
        letters.rows(Long.MAX_VALUE, row -> {
            Letter letter = LetterRows.letter(row);
            if (filter.has(letter)) {
                outcomes.computeIfAbsent(letter.cause().code(), reason -> new TreeMap<>()).merge(outcome(letter), 1L,
                        Long::sum);
            }
        });
        return outcomes;
    }

    private String outcome(Letter letter) {
        if (letter.isOfGateway()) {
            return OF_GATEWAY;
        }
        Optional<RefusedRecord> record = patch.isEmpty()
                ? Optional.of(letter.record())
                : patch.get().apply(letter.record()).record();
        return record.map(this::judged).orElse(PATCH_REFUSED);
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
