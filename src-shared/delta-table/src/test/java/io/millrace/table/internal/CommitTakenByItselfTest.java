package io.millrace.table.internal;

import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.LocalStorage;
import io.millrace.table.internal.storage.TableStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A storage client repeats the request that stores a commit and finds the name taken, by its own first request. Before it
 * reads the log again, another process replaces the files of that commit. They were in a version, so readers of that version
 * need them: only vacuum may delete them.
 */
class CommitTakenByItselfTest {
    private static final MaintenanceOptions OPTIONS = new MaintenanceOptions("upkeep", 1 << 20, 2, 1 << 20,
            Duration.ofHours(10), Duration.ofHours(10));
    private static final Pattern ADDED = Pattern.compile("\"add\":\\{\"path\":\"([^\"]+)\"");

    @TempDir
    private Path folder;

    /** Stores the next commit, runs an action, and answers that the name was taken. */
    private static final class RepeatingStorage {
        private final TableStorage intact = new LocalStorage();
        private Runnable afterCommit = () -> {};
        private boolean armed;

        TableStorage storage() {
            return (TableStorage) Proxy.newProxyInstance(TableStorage.class.getClassLoader(),
                    new Class<?>[]{TableStorage.class}, (proxy, method, arguments) -> {
                        try {
                            Object answer = method.invoke(intact, arguments);
                            if (armed && "putIfAbsent".equals(method.getName())
                                    && String.valueOf(arguments[0]).endsWith(".json")) {
                                armed = false;
                                afterCommit.run();
                                return new TableStorage.Put.NameTaken();
                            }
                            return answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        void afterNextCommit(Runnable action) {
            armed = true;
            afterCommit = action;
        }
    }

    @Test
    void filesOfAMergeThatACompactionReplacedStay() throws Exception {
        RepeatingStorage repeating = new RepeatingStorage();
        try (EventTable table = TableFactory.open(folder.toString(), Fixture.SHAPE,
                new WriterOptions("stream", Duration.ofDays(30), 1 << 20), repeating.storage(),
                BoundedParallelIo.IN_TURN, Clock.systemUTC());
                TableMaintenance other = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS)) {
            table.merge(batch(0, 0, Visit.of("a", "1")));
            repeating.afterNextCommit(() -> assertEquals(2, other.compact().filesIn()));

            table.merge(batch(0, 1, Visit.of("b", "1")));
        }

        assertAllFilesOfTheLogExist();
        assertEquals(List.of("a", "b"), Fixture.column(folder, "pk").stream().sorted().toList());
    }

    @Test
    void filesOfACompactionThatAnotherReplacedStay() throws Exception {
        RepeatingStorage repeating = new RepeatingStorage();
        try (EventTable table = Fixture.open(folder, "stream");
                TableMaintenance upkeep = TableFactory.maintenance(folder.toString(), Fixture.SHAPE, OPTIONS,
                        repeating.storage(), Clock.systemUTC());
                TableMaintenance other = EventTables.maintenance(folder, Fixture.SHAPE, OPTIONS)) {
            table.merge(batch(0, 0, Visit.of("a", "1")));
            table.merge(batch(0, 1, Visit.of("b", "1")));
            repeating.afterNextCommit(() -> {
                table.merge(batch(0, 2, Visit.of("c", "1")));
                assertEquals(2, other.compact().filesIn());
            });

            upkeep.compact();
        }

        assertAllFilesOfTheLogExist();
        assertEquals(List.of("a", "b", "c"), Fixture.column(folder, "pk").stream().sorted().toList());
    }

    private void assertAllFilesOfTheLogExist() throws Exception {
        try (Stream<Path> log = Files.list(folder.resolve("_delta_log"))) {
            Set<String> added = log.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(CommitTakenByItselfTest::lines).flatMap(line -> ADDED.matcher(line).results())
                    .map(match -> match.group(1)).collect(Collectors.toSet());
            assertTrue(added.size() >= 3, added::toString);
            assertEquals(List.of(), added.stream().filter(path -> !Files.exists(folder.resolve(path))).toList());
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Arrays.stream(Files.readString(file).split("\n", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
