package io.millrace.landing.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterPagesTest {
    private static final StreamName VISITS = new StreamName("visits");
    private static final RefusalCause CAUSE = new RefusalCause(Optional.of("rule"), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty());

    @TempDir
    private Path folder;

    private static Letter letter(int number, long seen, int bytes) {
        RecordPosition at = new RecordPosition("topic", 0, number);
        return new Letter(at.toString(), LetterState.OPEN, 0, CAUSE, Optional.of(at), at, seen, seen,
                new RefusedRecord(new byte[0], new byte[bytes], List.of()), Optional.empty());
    }

    private TableReader table(List<Letter> letters) {
        try (EventTable table = EventTables.open(folder.resolve("visits_dlq"), LetterTable.SHAPE,
                new WriterOptions("test", LetterTable.HORIZON, 1 << 20))) {
            LetterUpdates updates = new LetterUpdates(VISITS, table);
            letters.forEach(updates::add);
            updates.write();
        }
        return EventTables.read(folder.resolve("visits_dlq"));
    }

    private static List<String> all(TableReader table, LetterPages pages, int limit) {
        List<String> ids = new ArrayList<>();
        Optional<LetterCursor> last = Optional.empty();
        do {
            LetterPages.Page page = pages.read(table, last, limit);
            assertTrue(page.letters().size() <= limit);
            page.letters().forEach(letter -> ids.add(letter.get("id").asText()));
            last = page.next().map(next -> LetterCursor.parse(next.text()).orElseThrow());
        } while (last.isPresent());
        return ids;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40, 41, 1_000})
    void pagesHaveEachLetterOnceTheNewestFirst(int limit) {
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            letters.add(letter(i, 1_000L * (i / 7), 1));
        }
        Collections.shuffle(letters, new Random(limit));
        List<String> expected = letters.stream().sorted(Comparator.comparingLong(Letter::lastSeenMicros).reversed()
                .thenComparing(Letter::id)).map(Letter::id).toList();

        try (TableReader table = table(letters)) {
            assertEquals(expected, all(table, new LetterPages(VISITS, LetterFilter.ALL, false), limit));
        }
    }

    @Test
    void aPageOfLargePayloadsEndsEarlyAndTheNextOneHasTheRest() {
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            letters.add(letter(i, i, i == 3 ? 9 << 20 : 3 << 20));
        }

        try (TableReader table = table(letters)) {
            LetterPages pages = new LetterPages(VISITS, LetterFilter.ALL, true);
            List<Integer> sizes = new ArrayList<>();
            Optional<LetterCursor> last = Optional.empty();
            do {
                LetterPages.Page page = pages.read(table, last, 5);
                sizes.add(page.letters().size());
                last = page.next();
            } while (last.isPresent());
            assertEquals(List.of(2, 1, 1, 2, 1), sizes);
            assertEquals(7, new HashSet<>(all(table, pages, 5)).size());
        }
    }

    @Test
    void aTableThatDoesNotExistHasOneEmptyPage() {
        try (TableReader table = EventTables.read(folder.resolve("none_dlq"))) {
            assertEquals(new LetterPages.Page(List.of(), Optional.empty()),
                    new LetterPages(VISITS, LetterFilter.ALL, false).read(table, Optional.empty(), 5));
            assertEquals(Optional.empty(), LetterRows.find(table, VISITS, "topic/0/1"));
        }
    }

    @Test
    void aLetterIsFoundByItsId() {
        try (TableReader table = table(List.of(letter(1, 1, 1), letter(2, 2, 5)))) {
            assertEquals(5, LetterRows.find(table, VISITS, "topic/0/2").orElseThrow().record().size());
            assertEquals(Optional.empty(), LetterRows.find(table, VISITS, "topic/0/3"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!", "MTIz", "MTIzIA", "eCBh", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAgYQ"})
    void aTextThatIsNoCursorIsNone(String text) {
        assertEquals(Optional.empty(), LetterCursor.parse(text));
    }
}
