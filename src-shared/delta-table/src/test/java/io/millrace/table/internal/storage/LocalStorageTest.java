package io.millrace.table.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
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

        assertEquals(new TableStorage.Put.Created(), LocalOutput.publish(temporary, target));
        assertEquals("ours", Files.readString(target));
    }

    @Test
    void theSameBytesOfAnotherWriterAreNotOurs() throws IOException {
        Path target = Files.writeString(folder.resolve("log"), "same");
        Path temporary = Files.writeString(LocalStorage.temporary(target), "same");

        assertEquals(new TableStorage.Put.NameTaken(), LocalOutput.publish(temporary, target));
    }

    @Test
    void aFailureWhileWritingNamesTheFileAndLeavesNothing() throws IOException {
        Path target = folder.resolve("part.parquet");
        AbortableStream out = storage().create(target.toString());
        Thread.currentThread().interrupt(); // which closes the channel below, as a broken disk would end it

        IOException failure = assertThrows(IOException.class, () -> out.write(new byte[1 << 20], 0, 1 << 20));

        assertTrue(Thread.interrupted());
        assertTrue(String.valueOf(failure.getMessage()).contains(target.toString()), failure.toString());
        out.close();
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** Hadoop, and so Spark, refuses a file whose checksum is another's. */
    @Test
    void theChecksumThatHadoopKeptOfAFileGoesWhenTheFileIsReplaced() throws IOException {
        Path hint = Files.writeString(folder.resolve("_last_checkpoint"), "theirs");
        Path checksum = Files.writeString(folder.resolve("._last_checkpoint.crc"), "of theirs");

        storage().replace(hint.toString(), "ours".getBytes(StandardCharsets.UTF_8));

        assertEquals("ours", Files.readString(hint));
        assertFalse(Files.exists(checksum));
    }
}
