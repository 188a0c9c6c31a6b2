package io.millrace.table.internal.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.millrace.table.internal.storage.TableStorage.Put;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage of tables does. */
public interface TableStorageContract {
    int SMALL = 1_000;
    int LARGE = 9 << 20; // of more than one part
    int HUGE = 20_000_000;

    /** The storage, each time one that shares nothing with those given before but what is stored. */
    TableStorage storage();

    /** A folder of this test alone; nothing is in it. */
    String folder();

    /** How many names many writers race for. */
    default int names() {
        return 200;
    }

    /** How many names a list of the storage has at a time. */
    default int page() {
        return 1_000;
    }

    /** How many large files are written while a reader looks for them. */
    default int largeFiles() {
        return 5;
    }

    /** How many pieces of a huge file are read. */
    default int pieces() {
        return 40;
    }

    @Test
    default void aFileHasAnotherIdentityThanTheOneThatHadItsNameBefore() throws IOException {
        String path = folder() + "/a";
        storage().putIfAbsent(path, "one".getBytes(StandardCharsets.UTF_8));
        String one = storage().identity(path);
        assertEquals(one, storage().identity(path));

        storage().delete(path);
        assertThrows(FileNotFoundException.class, () -> storage().identity(path));
        storage().putIfAbsent(path, "two".getBytes(StandardCharsets.UTF_8));

        assertNotEquals(one, storage().identity(path));
    }

    @Test
    default void ofManyWritersOfOneNameExactlyOneStoresIt() throws Exception {
        int names = names();
        int writers = 16;
        List<TableStorage> storages = List.of(storage(), storage());
        Map<Integer, List<Integer>> winners = new ConcurrentHashMap<>();
        AtomicInteger refused = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(writers);
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int me = writer;
            work.add(() -> {
                for (int name = 0; name < names; name++) {
                    together.await(60, TimeUnit.SECONDS);
                    switch (storages.get(me % 2).putIfAbsent(folder() + "/" + name, content(me, SMALL))) {
                        case Put.Created stored ->
                            winners.computeIfAbsent(name, n -> new java.util.concurrent.CopyOnWriteArrayList<>())
                                    .add(me);
                        case Put.NameTaken exists -> refused.incrementAndGet();
                        case Put.Unconfirmed unknown -> throw unknown.cause();
                    }
                }
                return null;
            });
        }

        all(work);

        assertEquals(names * (writers - 1), refused.get());
        for (int name = 0; name < names; name++) {
            List<Integer> winner = winners.getOrDefault(name, List.of());
            assertEquals(1, winner.size(), "winners of " + name);
            assertArrayEquals(content(winner.getFirst(), SMALL), read(storage(), folder() + "/" + name));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    default void aReaderSeesAFileCompleteOrNotAtAll(int size) throws Exception {
        TableStorage writer = storage();
        TableStorage reader = storage();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger seen = new AtomicInteger();
        int files = size == LARGE ? largeFiles() : 100;
        Callable<Void> writing = () -> {
            try {
                for (int file = 0; file < files; file++) {
                    if (size == SMALL) {
                        writer.putIfAbsent(folder() + "/" + file, content(file, size)).orThrow("" + file);
                    } else {
                        write(writer, folder() + "/" + file, content(file, size));
                    }
                }
            } finally {
                done.set(true);
            }
            return null;
        };
        Callable<Void> reading = () -> {
            for (int file = 0; file < files;) {
                boolean last = done.get();
                try {
                    assertEquals(size, reader.info(folder() + "/" + file).size());
                    assertArrayEquals(content(file, size), read(reader, folder() + "/" + file));
                    seen.incrementAndGet();
                    file++;
                } catch (FileNotFoundException notYet) {
                    assertTrue(!last, "file " + file + " never appeared");
                }
            }
            return null;
        };

        all(List.of(writing, reading));

        assertEquals(files, seen.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SMALL, LARGE})
    default void anAbortedFileLeavesNothing(int size) throws Exception {
        TableStorage storage = storage();

        AbortableStream out = storage.create(folder() + "/part");
        out.write(content(1, size), 0, size);
        out.abort();
        out.close();

        assertEquals(List.of(), walk(storage, folder()));
        assertThrows(FileNotFoundException.class, () -> storage.info(folder() + "/part"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SMALL, LARGE})
    default void aFileIsNotThereBeforeItIsClosedAndIsWhatWasWrittenThen(int size) throws Exception {
        TableStorage storage = storage();
        byte[] content = content(1, size);
        all(List.of(put(storage, folder() + "/other")));

        try (AbortableStream out = storage.create(folder() + "/part")) {
            out.write(content, 0, size);
            out.flush();
            assertEquals(size, out.position());
            assertEquals(List.of("other"), list(storage, folder() + "/!"));
            assertThrows(FileNotFoundException.class, () -> storage.info(folder() + "/part"));
        }

        assertEquals(size, storage.info(folder() + "/part").size());
        assertArrayEquals(content, read(storage, folder() + "/part"));
        assertEquals(List.of("other", "part"), walk(storage, folder()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SMALL, LARGE})
    default void aTakenNameKeepsItsFile(int size) throws Exception {
        TableStorage storage = storage();
        String path = folder() + "/part";
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        storage.putIfAbsent(path, first).orThrow(path);

        assertThrows(FileAlreadyExistsException.class, () -> write(storage, path, content(1, size)));

        assertArrayEquals(first, read(storage, path));
        assertEquals(List.of("part"), walk(storage, folder()));
    }

    @Test
    default void aHintIsReplaced() throws Exception {
        TableStorage storage = storage();
        String path = folder() + "/_delta_log/_last_checkpoint";
        storage.replace(path, "first, and longer".getBytes(StandardCharsets.UTF_8));
        storage.replace(path, "second".getBytes(StandardCharsets.UTF_8));

        assertEquals("second", new String(read(storage, path), StandardCharsets.UTF_8));
        assertEquals(List.of("_delta_log/_last_checkpoint"), walk(storage, folder()));
    }

    @Test
    default void aListIsSortedStartsWithTheNameGivenAndStaysInTheFolder() throws Exception {
        TableStorage storage = storage();
        int page = page();
        int files = page + 30;
        all(IntStream.range(0, files).mapToObj(i -> put(storage, folder() + "/log/" + name(i))).toList());
        all(Stream.of("log/sub/" + name(5), "log-2/" + name(6), "lo/" + name(7))
                .map(p -> put(storage, folder() + "/" + p))
                .toList());

        List<String> listed = list(storage, folder() + "/log/" + name(10));

        assertEquals(IntStream.range(10, files).mapToObj(TableStorageContract::name).toList(), listed);
        assertEquals(listed.subList(page - 9, listed.size()), list(storage, folder() + "/log/" + name(page + 1)));
        assertEquals(listed.subList(page - 9, listed.size()), list(storage, folder() + "/log/" + name(page) + ".json"));
        assertEquals(files, list(storage, folder() + "/log/" + name(0)).size());
    }

    @Test
    default void aListBehindTheLastNameIsEmptyAndOneOfNoFolderFails() throws Exception {
        TableStorage storage = storage();
        all(List.of(put(storage, folder() + "/log/" + name(1))));

        assertEquals(List.of(), list(storage, folder() + "/log/" + name(2)));
        assertThrows(FileNotFoundException.class, () -> list(storage, folder() + "/none/" + name(0)));
    }

    @Test
    default void aWalkMeetsAllFilesBelowAFolderWithSizeAndTime() throws Exception {
        TableStorage storage = storage();
        long before = System.currentTimeMillis();
        all(Stream.of("t/part-0", "t/event_date=2026-01-01/region=eu/part-1", "t/_delta_log/" + name(1), "t-2/part-2")
                .map(p -> put(storage, folder() + "/" + p)).toList());

        assertEquals(List.of("_delta_log/" + name(1), "event_date=2026-01-01/region=eu/part-1", "part-0"),
                walk(storage, folder() + "/t"));
        assertEquals(List.of(), walk(storage, folder() + "/none"));
        storage.walk(folder(), file -> {
            assertEquals(SMALL, file.size());
            assertTrue(Math.abs(file.modifiedAt() - before) < 60_000, "time of " + file.path());
        });
    }

    @Test
    default void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws Exception {
        TableStorage storage = storage();
        String path = folder() + "/part";
        all(List.of(put(storage, path)));

        storage.delete(path);
        storage.delete(path);

        assertThrows(FileNotFoundException.class, () -> storage.info(path));
        assertEquals(new Put.Created(), storage.putIfAbsent(path, content(2, SMALL)));
    }

    @Test
    default void aMissingFileIsAFileNotFoundException() {
        TableStorage storage = storage();

        assertThrows(FileNotFoundException.class, () -> storage.info(folder() + "/none"));
        assertThrows(FileNotFoundException.class, () -> storage.file(folder() + "/none", 0).length());
        assertThrows(FileNotFoundException.class, () -> read(storage, folder() + "/none"));
        assertThrows(FileNotFoundException.class, () -> {
            try (SeekableInput in = storage.file(folder() + "/none", 50).open()) {
                in.read();
            }
        });
    }

    @Test
    default void aHugeFileIsReadFromAnywhere() throws Exception {
        TableStorage storage = storage();
        byte[] content = content(7, HUGE);
        write(storage, folder() + "/part", content);

        Random random = new Random(42);
        try (SeekableInput in = storage.file(folder() + "/part", HUGE).open()) {
            in.seek(HUGE - 8);
            assertArrayEquals(Arrays.copyOfRange(content, HUGE - 8, HUGE), exactly(in, 8));
            assertEquals(-1, in.read());
            for (int i = 0; i < pieces(); i++) {
                int from = random.nextInt(HUGE);
                int count = Math.min(HUGE - from, 1 + random.nextInt(i % 4 == 0 ? 4_000_000 : 50_000));
                in.seek(from);
                assertArrayEquals(Arrays.copyOfRange(content, from, from + count), exactly(in, count));
                assertEquals(from + count, in.position());
            }
            in.seek(HUGE - 4);
            assertThrows(EOFException.class, () -> in.readFully(new byte[5], 0, 5));
        }
        assertArrayEquals(content, read(storage, folder() + "/part"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "plus+sign", "per%20cent", "hash#and?query&", "a=b,c;d", "ümläut-日本",
            "quo'te\"s",
            "tilde~(1)!*$@"})
    default void oddNamesAreJustNames(String name) throws Exception {
        TableStorage storage = storage();
        String path = folder() + "/odd/" + name + "/" + name;
        all(List.of(put(storage, path)));

        assertEquals(List.of(name), list(storage, path));
        assertEquals(List.of(name + "/" + name), walk(storage, folder() + "/odd"));
        assertArrayEquals(content(0, SMALL), read(storage, path));
        assertEquals(new Put.NameTaken(), storage.putIfAbsent(path, content(1, SMALL)));
        storage.delete(path);
        assertEquals(List.of(), walk(storage, folder() + "/odd"));
    }

    /** Bytes that show at every position which writer wrote them. */
    static byte[] content(int writer, int size) {
        byte[] content = new byte[size];
        new Random(writer).nextBytes(content);
        return content;
    }

    private static String name(int number) {
        return String.format("%020d.json", number);
    }

    private static Callable<Void> put(TableStorage storage, String path) {
        return () -> {
            storage.putIfAbsent(path, content(0, SMALL)).orThrow(path);
            return null;
        };
    }

    static void write(TableStorage storage, String path, byte[] content) throws IOException {
        try (AbortableStream out = storage.create(path)) {
            for (int at = 0; at < content.length; at += 100_000) {
                out.write(content, at, Math.min(100_000, content.length - at));
            }
        }
    }

    static byte[] read(TableStorage storage, String path) throws IOException {
        try (SeekableInput in = storage.file(path, 0).open()) {
            return in.readAllBytes();
        }
    }

    private static byte[] exactly(SeekableInput in, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes, 0, count);
        return bytes;
    }

    private static List<String> list(TableStorage storage, String from) throws IOException {
        return storage.listFrom(from).stream().map(FileInfo::name).toList();
    }

    static List<String> walk(TableStorage storage, String folder) throws IOException {
        Set<String> paths = new TreeSet<>();
        storage.walk(folder, file -> assertTrue(paths.add(file.path().substring(folder.length() + 1))));
        return List.copyOf(paths);
    }

    private static void all(List<Callable<Void>> work) throws Exception {
        try (var pool = Executors.newFixedThreadPool(16)) {
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        }
    }
}
