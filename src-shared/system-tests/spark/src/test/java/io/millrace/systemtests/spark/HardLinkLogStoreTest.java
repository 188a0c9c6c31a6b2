package io.millrace.systemtests.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log store for Spark, without Spark: what Delta asks of one. */
class HardLinkLogStoreTest {
    private static final int VERSIONS = 150;
    private static final int PROCESSES = 2;
    private static final int THREADS = 2;
    private static final int SECONDS_TO_START = 60;

    private final HardLinkLogStore store = new HardLinkLogStore(new Configuration(false));

    private final CyclicBarrier start = new CyclicBarrier(PROCESSES + THREADS);

    @TempDir
    Path log;

    @Test
    void ofProcessesAndThreadsThatWriteTheSameVersionOneWinsAndNobodySeesAHalfWrittenFile() throws Exception {
        Map<Integer, String> winners = new TreeMap<>();
        int lost = 0;
        try (Readers readers = new Readers()) {
            Map<String, Future<List<String>>> writers = new TreeMap<>();
            for (int i = 0; i < PROCESSES; i++) {
                String name = "process-" + i;
                writers.put(name, readers.pool.submit(() -> process(name)));
            }
            for (int i = 0; i < THREADS; i++) {
                String name = "thread-" + i;
                writers.put(name, readers.pool.submit(() -> thread(name)));
            }
            for (var writer : writers.entrySet()) {
                for (String line : writer.getValue().get()) {
                    if (line.startsWith("lost ")) {
                        lost += Integer.parseInt(line.substring("lost ".length()));
                    } else {
                        String other = winners.put(Integer.parseInt(line), writer.getKey());
                        assertEquals(null, other, "version " + line + " was written by two");
                    }
                }
            }
            assertTrue(readers.complete() > 0, "no file was read");
        }

        assertEquals(IntStream.range(0, VERSIONS).boxed().toList(), List.copyOf(winners.keySet()));
        for (var winner : winners.entrySet()) {
            assertEquals(VersionWriter.content(winner.getValue(), winner.getKey()), lines(winner.getKey()));
        }
        assertTrue(lost > 0 && winners.values().stream().distinct().count() > 1, "they never met");
        assertNothingElseIsLeft(VERSIONS);
    }

    @Test
    void aFileThatIsThereStaysAsItIs() throws IOException {
        store.write(VersionWriter.path(log, 0), List.of("first").iterator(), false, new Configuration(false));

        assertThrows(FileAlreadyExistsException.class, () -> store.write(VersionWriter.path(log, 0),
                List.of("second").iterator(), false, new Configuration(false)));

        assertEquals(List.of("first"), lines(0));
        assertNothingElseIsLeft(1);
    }

    @Test
    void aFileThatMayBeOverwrittenIsReplacedAndTheChecksumOfTheOldOneGoes() throws IOException {
        store.write(VersionWriter.path(log, 0), List.of("first").iterator(), true, new Configuration(false));
        Files.writeString(log.resolve(String.format(".%020d.json.crc", 0)), "of the first");

        store.write(VersionWriter.path(log, 0), List.of("second").iterator(), true, new Configuration(false));

        assertEquals(List.of("second"), lines(0));
        assertNothingElseIsLeft(1);
    }

    @Test
    void linesThatEndInAnErrorLeaveNothing() throws IOException {
        Iterator<String> broken = Stream.of("first", "second").map(line -> {
            if (line.equals("second")) {
                throw new IllegalStateException("no more");
            }
            return line;
        }).iterator();

        assertThrows(IllegalStateException.class,
                () -> store.write(VersionWriter.path(log, 0), broken, false, new Configuration(false)));

        assertNothingElseIsLeft(0);
    }

    @Test
    void itSaysThatAFileIsNeverSeenHalfWritten() {
        assertFalse(store.isPartialWriteVisible(VersionWriter.path(log, 0), new Configuration(false)));
    }

    private List<String> process(String name) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), VersionWriter.class.getName(), log.toString(), name, "" + VERSIONS)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("ready", out.readLine());
            start.await(SECONDS_TO_START, TimeUnit.SECONDS);
            process.getOutputStream().write(1);
            process.getOutputStream().flush();
            List<String> lines = out.lines().toList();
            assertEquals(0, process.waitFor(), name + " failed");
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> thread(String name) throws Exception {
        VersionWriter writer = new VersionWriter(log, name);
        start.await(SECONDS_TO_START, TimeUnit.SECONDS);
        List<String> lines = new ArrayList<>(writer.writeUntil(VERSIONS).stream().map(String::valueOf).toList());
        lines.add("lost " + writer.lost());
        return lines;
    }

    private List<String> lines(int version) throws IOException {
        return Files.readAllLines(log.resolve(String.format("%020d.json", version)));
    }

    private void assertNothingElseIsLeft(int files) throws IOException {
        try (Stream<Path> left = Files.list(log)) {
            assertEquals(files, left.count());
        }
    }

    /** Reads the newest version all the time. Closing ends it, and all that runs in its pool. */
    private final class Readers implements AutoCloseable {
        private final ExecutorService pool = Executors.newCachedThreadPool();
        private final Future<Integer> reader = pool.submit((Callable<Integer>) this::read);
        private volatile boolean done;

        /** How many files were read, all of them complete. */
        int complete() throws InterruptedException, ExecutionException {
            done = true;
            return reader.get();
        }

        private int read() throws IOException {
            int files = 0;
            while (!done) {
                List<Integer> versions = VersionWriter.versions(log);
                if (!versions.isEmpty()) {
                    int newest = versions.get(versions.size() - 1);
                    List<String> lines = lines(newest);
                    String writer = lines.isEmpty() ? "nobody" : lines.get(0).split(" ")[0];
                    assertEquals(VersionWriter.content(writer, newest), lines);
                    files++;
                }
            }
            return files;
        }

        @Override
        public void close() {
            done = true;
            pool.shutdownNow();
        }
    }
}
