package io.millrace.contracts.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingFileTest {
    @TempDir
    private Path folder;
    private Path file;
    private ReloadingFile<String> reread;

    @BeforeEach
    void read() throws IOException {
        file = Files.writeString(folder.resolve("keys"), "old");
        reread = new ReloadingFile<>(file, ReloadingFileTest::sound);
    }

    @Test
    void whatTheFileSaysTwiceHolds() throws IOException {
        Files.writeString(file, "new");
        reread.look();
        assertEquals("old", reread.current());
        reread.look();
        assertEquals("new", reread.current());
    }

    @Test
    void aFileThatIsBeingWrittenChangesNothing() throws IOException {
        for (String part : new String[]{"", "ne", "new"}) {
            Files.writeString(file, part);
            reread.look();
            assertEquals("old", reread.current());
        }
    }

    @Test
    void aFileThatIsBrokenOrGoneChangesNothing() throws IOException {
        Files.writeString(file, "broken");
        reread.look();
        reread.look();
        Files.delete(file);
        reread.look();
        assertEquals("old", reread.current());
    }

    private static String sound(Path file) {
        try {
            String text = Files.readString(file);
            if (text.equals("broken")) {
                throw new IllegalArgumentException("it is broken");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
