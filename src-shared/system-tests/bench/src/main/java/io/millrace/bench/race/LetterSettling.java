package io.millrace.bench.race;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.LetterParking;
import io.millrace.landing.letters.LetterResolution;
import io.millrace.landing.letters.LetterState;
import io.millrace.landing.letters.Pace;
import io.millrace.landing.letters.Redrive;
import io.millrace.landing.letters.RedriveRecords;
import io.millrace.table.EventTable;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;

/** Redrives, parks and resolves the letters of a race as batch-service and its operators do. Used by one thread. */
final class LetterSettling {
    private static final StreamName STREAM = RaceTopic.CONTRACT.stream();

    private final TableLocation location;
    private final EventTable table;

    /**
     * @param location
     *            of the table of letters
     * @param table
     *            the same table
     */
    LetterSettling(TableLocation location, EventTable table) {
        this.location = location;
        this.table = table;
    }

    /** Redrives, parks and resolves what is there; returns the number of letters that it found to change. */
    long run() {
        long changed = 0;
        try (TableReader letters = EventTables.read(location); RaceProducer producer = new RaceProducer()) {
            StreamContracts contracts = new StreamContracts(RaceTopic.CONTRACT, Map.of(), Map.of());
            changed += new Redrive(STREAM, RaceRecords.TOPIC_ID, producer, table,
                    new RedriveRecords(contracts, Optional.empty(), Clock.systemUTC()),
                    new Pace(Pace.UNLIMITED, System::nanoTime))
                    .run(letters, of(RaceLetters.Poison.MERGED, RaceLetters.Poison.REFUSED_AGAIN), () -> false)
                    .redriven();
            changed += LetterParking.park(STREAM, letters, table, of(RaceLetters.Poison.SET_ASIDE));
        }
        // Before the letters are read, see LetterResolution.
        Map<String, Long> merged = merged();
        try (TableReader letters = EventTables.read(location)) {
            return changed + new LetterResolution(STREAM, merged).run(letters, table).resolved();
        }
    }

    private static LetterFilter of(RaceLetters.Poison... some) {
        Set<String> reasons = Set.of(some).stream().map(poison -> poison.reason.code())
                .collect(Collectors.toSet());
        return new LetterFilter(Set.of(), reasons, Set.of(), Set.of(LetterState.OPEN), Optional.empty(),
                Optional.empty());
    }

    /** The watermarks of the stream's table: what the letters below those of their own table leave no doubt about. */
    private Map<String, Long> merged() {
        Map<String, Long> watermarks = new HashMap<>();
        for (int partition = 0; partition < RaceTopic.PARTITIONS; partition++) {
            long letters = table.watermark(new SourcePartition(RaceLetters.TOPIC_ID, partition)).orElse(0);
            watermarks.put(new SourcePartition(RaceRecords.TOPIC_ID, partition).applicationId(),
                    RaceLetters.settledBelow(letters));
        }
        return watermarks;
    }
}
