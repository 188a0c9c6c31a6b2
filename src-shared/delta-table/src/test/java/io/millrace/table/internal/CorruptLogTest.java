package io.millrace.table.internal;

import static io.millrace.table.Fixture.batch;
import static io.millrace.table.internal.DamagedTables.damage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MergeOutcome;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;
import io.millrace.table.WriterOptions;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.ChangedStorage;
import io.millrace.table.internal.storage.ReadableFile;
import io.millrace.table.internal.storage.SeekableInput;
import io.millrace.table.internal.storage.TableStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the log that a broken disk or a careless hand left behind. */
@Tag("slow")
class CorruptLogTest {
    private static final int COMMITS = 22;
    private static final String LAST_COMMIT = String.format("%020d.json", COMMITS);
    private static final String CHECKPOINT = String.format("%020d.checkpoint.parquet", 20);

    @TempDir
    Path folder;
    private DeltaBackend place;
    private Path log;

    @BeforeEach
    void aTableWithACheckpoint() {
        place = new DeltaBackend(folder.resolve("table"));
        log = folder.resolve("table").resolve("_delta_log");
        try (EventTable table = open()) {
            for (int i = 0; i < COMMITS; i++) {
                table.merge(batch(0, i, Visit.of("pk" + i, "1")));
            }
        }
        assertTrue(Files.exists(log.resolve(CHECKPOINT)), "there is no checkpoint to damage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "garbage", "empty"})
    void aDamagedCommitIsRefusedByNameAndNeverWrittenOver(String damage) throws IOException {
        damage(log.resolve(LAST_COMMIT), damage);
        Map<String, String> before = contents();

        try (EventTable table = open()) {
            var refused = assertThrows(TableRefusedException.class, () -> table.merge(next()));

            assertNames(refused, LAST_COMMIT);
        }
        assertEquals(before, contents());
    }

    /** The commit cannot be read, then it can, and where it is parsed once more it cannot. */
    @Test
    void aCommitThatTheStorageFailsToReadTwiceIsNotDamaged() {
        int[] opened = {0};
        TableStorage failing = new ChangedStorage() {
            @Override
            public ReadableFile file(String path, long size) {
                ReadableFile file = super.file(path, size);
                return !path.endsWith(LAST_COMMIT) ? file : new ReadableFile() {
                    @Override
                    public String path() {
                        return file.path();
                    }

                    @Override
                    public long length() throws IOException {
                        return file.length();
                    }

                    @Override
                    public SeekableInput open() throws IOException {
                        opened[0]++;
                        if (opened[0] == 1 || opened[0] == 3) {
                            throw new IOException("timed out");
                        }
                        return file.open();
                    }
                };
            }
        };
        try (EventTable table = TableFactory.open(folder.resolve("table").toString(), Fixture.SHAPE,
                new WriterOptions("stream", Duration.ofDays(30), 1 << 20), failing, BoundedParallelIo.IN_TURN,
                Clock.systemUTC())) {
            assertThrows(TableUnavailableException.class, () -> table.merge(next()));
            assertEquals(3, opened[0], "the commit was not read again, so this proved nothing");

            assertInstanceOf(MergeOutcome.Merged.class, table.merge(next()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "garbage", "empty"})
    void aDamagedCommitOfAnotherWriterIsRefusedByOneThatIsAtWork(String damage) throws IOException {
        String theirs = String.format("%020d.json", COMMITS + 1);
        try (EventTable table = open(); EventTable other = open()) {
            table.status();
            other.merge(next());
            damage(log.resolve(theirs), damage);
            Map<String, String> before = contents();

            var refused = assertThrows(TableRefusedException.class, () -> table.merge(next()));

            assertNames(refused, theirs);
            assertEquals(before, contents());
        }
    }

    @Test
    void aCommitThatIsMissingInTheMiddleIsRefused() throws IOException {
        Files.delete(log.resolve(String.format("%020d.json", COMMITS - 1)));
        Map<String, String> before = contents();

        try (EventTable table = open()) {
            var refused = assertThrows(TableRefusedException.class, () -> table.merge(next()));

            assertTrue(String.valueOf(refused.getMessage()).contains(String.valueOf(COMMITS - 1)),
                    refused.getMessage());
        }
        assertEquals(before, contents());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "garbage", "empty", "gone"})
    void aTornHintToTheLastCheckpointDoesNotMatter(String damage) throws IOException {
        damage(log.resolve("_last_checkpoint"), damage);

        assertMergesOn();
    }

    @Test
    void aMissingCheckpointDoesNotMatterWhileTheLogIsWhole() throws IOException {
        Files.delete(log.resolve(CHECKPOINT));

        assertMergesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "garbage"})
    void aDamagedCheckpointIsRefusedByNameAndOnceItIsGoneMergingGoesOn(String damage) throws IOException {
        damage(log.resolve(CHECKPOINT), damage);
        Map<String, String> before = contents();

        try (EventTable table = open()) {
            var refused = assertThrows(TableRefusedException.class, () -> table.merge(next()));

            assertNames(refused, CHECKPOINT);
            assertTrue(String.valueOf(refused.getMessage()).contains("_last_checkpoint"), refused.getMessage());
            assertEquals(before, contents());
        }
        Files.delete(log.resolve(CHECKPOINT));
        assertMergesOn();
    }

    @Test
    void anEmptyCheckpointIsPassedOverWhileTheLogIsWhole() throws IOException {
        damage(log.resolve(CHECKPOINT), "empty");

        assertMergesOn();
    }

    private void assertMergesOn() {
        try (EventTable table = open()) {
            assertEquals(new MergeOutcome.Merged(COMMITS + 1, 1, 0, 1, 0, 1), table.merge(next()));
            assertEquals(COMMITS + 1, table.status().rows());
        }
        assertEquals(COMMITS + 1, place.values("pk").stream().distinct().count());
    }

    private static void assertNames(TableRefusedException refused, String file) {
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(file), message);
        assertTrue(message.contains("estore") || message.contains("delete"), "names no remedy: " + message);
    }

    private static io.millrace.table.MicroBatch next() {
        return batch(0, COMMITS, Visit.of("new", "1"), Visit.of("pk3", "1"));
    }

    private EventTable open() {
        return place.open(Fixture.SHAPE, "stream");
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.toList()) {
                contents.put(file.toString(),
                        List.of(Files.size(file), java.util.Arrays.hashCode(Files.readAllBytes(file)))
                                .toString());
            }
        }
        return contents;
    }
}
