package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.millrace.table.EventTable;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterExpiryTest {
    private static final Duration TTL = Duration.ofDays(30);
    private static final RecordPosition SENT = new RecordPosition(LetterWorld.TOPIC, 0, 99);

    @TempDir
    private Path folder;

    @Test
    void oldLettersAreRemovedWhenNothingIsLeftToDoWithThem() {
        Instant now = Instant.now();
        Instant old = now.minus(TTL.multipliedBy(2));
        try (EventTable table = EventTables.open(folder, LetterTable.SHAPE,
                new WriterOptions("batch", LetterTable.HORIZON, 1 << 20))) {
            LetterUpdates updates = new LetterUpdates(LetterWorld.VISITS, table);
            updates.add(letter(0, old));
            updates.add(letter(1, old).redriven(SENT));
            updates.add(letter(2, old).redriven(SENT).resolved());
            updates.add(letter(3, old).parked());
            updates.add(letter(4, now).redriven(SENT).resolved());
            updates.add(letter(5, now).parked());
            updates.write();
        }

        try (TableMaintenance upkeep = EventTables.maintenance(folder, LetterTable.SHAPE,
                new MaintenanceOptions("batch",
                        1 << 20, 2, 1 << 20, Duration.ofDays(1), Duration.ofDays(1)))) {
            assertEquals(new TableMaintenance.DroppedRows(2, 1), upkeep.dropRows(new LetterExpiry(), TTL));
        }

        List<String> left = new ArrayList<>();
        try (TableReader reader = EventTables.read(folder)) {
            reader.rows(Long.MAX_VALUE, row -> {
                Letter letter = LetterRows.letter(row);
                left.add(letter.position().offset() + " " + letter.state().code());
            });
        }
        Collections.sort(left);
        assertEquals(List.of("0 open", "1 redriven", "4 resolved", "5 parked"), left);
    }

    private static Letter letter(long offset, Instant lastSeen) {
        long micros = TimeUnit.MILLISECONDS.toMicros(lastSeen.toEpochMilli());
        return new Letter(LetterWorld.TOPIC + "/0/" + offset, LetterState.OPEN, 0,
                new RefusalCause(Optional.of("undecodable"), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty()),
                Optional.of(new RecordPosition(LetterWorld.TOPIC, 0, offset)),
                new RecordPosition(LetterWorld.LETTERS, 0, offset), micros, micros,
                new RefusedRecord(new byte[]{0}, new byte[]{1}, List.of()), Optional.empty());
    }
}
