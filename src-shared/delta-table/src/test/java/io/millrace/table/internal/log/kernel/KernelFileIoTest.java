package io.millrace.table.internal.log.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.table.internal.storage.ChangedStorage;
import io.millrace.table.internal.storage.FileInfo;
import io.millrace.table.internal.storage.LocalStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFileIoTest {
    @TempDir
    Path folder;

    private final FileIO io = new KernelFileIo(new LocalStorage());

    private void write(String name, boolean overwrite, String... lines) throws IOException {
        io.newOutputFile(folder.resolve(name).toString())
                .writeAtomically(Utils.toCloseableIterator(List.of(lines).iterator()), overwrite);
    }

    @Test
    void aTakenNameIsTheExceptionThatKernelTakesForALostRace() throws IOException {
        write("1.json", false, "a", "b");

        assertThrows(FileAlreadyExistsException.class, () -> write("1.json", false, "c"));
        assertEquals("a\nb\n", Files.readString(folder.resolve("1.json")));
    }

    @Test
    void aHintIsReplaced() throws IOException {
        write("_last_checkpoint", true, "first, and longer");
        write("_last_checkpoint", true, "second");

        assertEquals("second\n", Files.readString(folder.resolve("_last_checkpoint")));
    }

    @Test
    void filesAreListedWithSizeAndTime() throws IOException {
        write("1.json", false, "a");
        write("2.json", false, "bc");

        List<FileStatus> found = new ArrayList<>();
        try (CloseableIterator<FileStatus> files = io.listFrom(folder.resolve("2").toString())) {
            files.forEachRemaining(found::add);
        }

        FileStatus file = found.getFirst();
        assertEquals(1, found.size());
        assertEquals(folder.resolve("2.json").toString(), file.getPath());
        assertEquals(3, file.getSize());
        assertEquals(Files.getLastModifiedTime(folder.resolve("2.json")).toMillis(), file.getModificationTime());
    }

    /** As a file system may do that lists the log while commits are made. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aListThatLacksACommitBeforeAnotherIsMadeAgain(int missing) throws IOException {
        for (int version = 0; version < 3; version++) {
            write(commit(version), false, "a");
        }
        int[] lists = {0};
        FileIO torn = new KernelFileIo(new ChangedStorage() {
            @Override
            public List<FileInfo> listFrom(String path) throws IOException {
                lists[0]++;
                return super.listFrom(path).stream()
                        .filter(file -> lists[0] > 1 || !file.name().equals(commit(missing))).toList();
            }
        });

        assertEquals(List.of(commit(0), commit(1), commit(2)), names(torn, commit(0)));
        assertEquals(2, lists[0]);
    }

    @Test
    void aListWithoutTheCommitsThatACheckpointIncludesIsComplete() throws IOException {
        write(commit(3), false, "a");
        write(commit(3).replace("json", "checkpoint.parquet"), false, "a");
        write(commit(4), false, "a");
        int[] lists = {0};
        FileIO counting = new KernelFileIo(new ChangedStorage() {
            @Override
            public List<FileInfo> listFrom(String path) throws IOException {
                lists[0]++;
                return super.listFrom(path);
            }
        });

        assertEquals(3, names(counting, commit(0)).size());
        assertEquals(1, lists[0]);
    }

    private static String commit(int version) {
        return String.format("%020d.json", version);
    }

    private List<String> names(FileIO files, String from) throws IOException {
        List<String> names = new ArrayList<>();
        try (CloseableIterator<FileStatus> found = files.listFrom(folder.resolve(from).toString())) {
            found.forEachRemaining(file -> names.add(Path.of(file.getPath()).getFileName().toString()));
        }
        return names;
    }

    @Test
    void aFileIsReadFromAnywhere() throws IOException {
        write("1.json", false, "0123456789");
        byte[] read = new byte[3];

        try (var in = io.newInputFile(folder.resolve("1.json").toString(), 0).newStream()) {
            assertEquals('0', in.read());
            in.seek(4);
            in.readFully(read, 0, read.length);
            assertEquals(7, in.getPos());
        }

        assertEquals("456", new String(read, StandardCharsets.UTF_8));
    }

    @Test
    void aMissingFileIsAFileNotFoundException() {
        assertThrows(FileNotFoundException.class, () -> io.getFileStatus(folder.resolve("none").toString()));
        assertThrows(FileNotFoundException.class,
                () -> io.newInputFile(folder.resolve("none").toString(), 0).newStream());
    }
}
