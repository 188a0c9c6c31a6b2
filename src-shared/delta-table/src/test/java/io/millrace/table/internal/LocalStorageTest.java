package io.millrace.table.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest implements TableStorageContract {
    @TempDir
    Path folder;

    @Override
    public TableStorage storage() {
        return new LocalStorage();
    }

    @Override
    public String folder() {
        return folder.toString();
    }

    @Test
    void aLinkWhoseAnswerWasLostIsOurOwn() throws IOException {
        Path target = folder.resolve("log");
        Path temporary = Files.writeString(LocalStorage.temporary(target), "ours");
        Files.createLink(target, temporary);

        assertEquals(new TableStorage.Put.Stored(), LocalStorage.publish(temporary, target));
        assertEquals("ours", Files.readString(target));
    }

    @Test
    void theSameBytesOfAnotherWriterAreNotOurs() throws IOException {
        Path target = Files.writeString(folder.resolve("log"), "same");
        Path temporary = Files.writeString(LocalStorage.temporary(target), "same");

        assertEquals(new TableStorage.Put.Exists(), LocalStorage.publish(temporary, target));
    }
}
