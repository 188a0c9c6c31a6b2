package io.millrace.table.internal.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportingStorageTest {
    @TempDir
    private Path folder;

    private final AtomicInteger reports = new AtomicInteger();
    private final TableStorage storage = new ReportingStorage(new LocalStorage(), reports::incrementAndGet);

    @Test
    void eachCallThatHasEndedIsReportedAlsoOneThatFailed() throws IOException {
        var unused = storage.putIfAbsent(path("a"), "text".getBytes(UTF_8));
        assertEquals(1, reports.get());

        assertThrows(FileNotFoundException.class, () -> storage.info(path("missing")));

        assertEquals(2, reports.get());
    }

    @Test
    void readingAndWritingAFileAreReported() throws IOException {
        byte[] text = "text".getBytes(UTF_8);
        try (AbortableStream out = storage.create(path("a"))) {
            int before = reports.get();
            out.write(text);
            assertTrue(reports.get() > before, "writing is not reported");
        }
        try (SeekableInput in = storage.file(path("a"), 0).open()) {
            int before = reports.get();
            byte[] read = new byte[text.length];
            in.readFully(read, 0, read.length);
            assertTrue(reports.get() > before, "reading is not reported");
            assertArrayEquals(text, read);
        }
    }

    @Test
    void eachFileThatAWalkFindsIsReported() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            var unused = storage.putIfAbsent(path(name), new byte[0]);
        }
        int before = reports.get();
        List<Integer> atFiles = new ArrayList<>();

        storage.walk(folder.toString(), file -> atFiles.add(reports.get() - before));

        assertEquals(List.of(1, 2, 3), atFiles);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
