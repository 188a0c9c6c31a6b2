package io.millrace.table.internal.storage;

import static io.millrace.table.internal.storage.TableStorageContract.content;
import static io.millrace.table.internal.storage.TableStorageContract.read;
import static io.millrace.table.internal.storage.TableStorageContract.walk;
import static io.millrace.table.internal.storage.TableStorageContract.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

import io.millrace.devstack.s3.S3Server;
import io.millrace.table.S3Options;
import io.millrace.table.internal.storage.TableStorage.Put;
import io.millrace.table.s3.FaultyWire;
import io.millrace.table.s3.FaultyWire.Fault;
import io.millrace.table.s3.SharedS3Server;
import io.millrace.table.s3.ShortPages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("process")
@Tag("slow")
class S3StorageTest implements TableStorageContract {
    private static final S3Clients.Timeouts PATIENT = new S3Clients.Timeouts(Duration.ofSeconds(3),
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(90));
    private static final S3Clients.Timeouts IMPATIENT = new S3Clients.Timeouts(Duration.ofSeconds(3),
            Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(90));

    private final String folder = "s3://" + S3Server.BUCKET + "/" + UUID.randomUUID();
    private FaultyWire wire;
    private TableStorage faulty;

    @BeforeEach
    void connect() throws IOException {
        wire = new FaultyWire(SharedS3Server.get().port());
        faulty = storage(wire.endpoint(), PATIENT);
    }

    @AfterEach
    void disconnect() throws IOException {
        wire.close();
    }

    @Override
    public TableStorage storage() {
        return storage(SharedS3Server.get().endpoint(), PATIENT);
    }

    private static TableStorage storage(URI endpoint, S3Clients.Timeouts timeouts) {
        return new S3Storage(new ShortPages(
                S3Clients.connect(new S3Options(Optional.of(endpoint), Optional.empty(), true), timeouts)));
    }

    /** Fewer: every try is a request. */
    @Override
    public int names() {
        return 10;
    }

    @Override
    public int page() {
        return ShortPages.NAMES;
    }

    @Override
    public int largeFiles() {
        return 2;
    }

    @Override
    public int pieces() {
        return 12;
    }

    @Override
    public String folder() {
        return folder;
    }

    @Test
    void ourOwnFileIsRecognisedWhenTheAnswerToItWasLost() throws Exception {
        wire.arm(Fault.ANSWER_LOST, "PUT .*", 1);

        Put put = faulty.putIfAbsent(folder + "/log", content(1, SMALL));

        assertEquals(new Put.Created(), put);
        assertEquals(2, wire.requests().stream().filter(r -> r.startsWith("PUT")).count());
        assertArrayEquals(content(1, SMALL), read(storage(), folder + "/log"));
    }

    @Test
    void ourOwnFileIsRecognisedWhenTheAnswerToItNeverCame() throws Exception {
        wire.arm(Fault.SILENCE, "PUT .*", 1);

        Put put = storage(wire.endpoint(), IMPATIENT).putIfAbsent(folder + "/log", content(1, SMALL));

        assertEquals(new Put.Created(), put);
        assertArrayEquals(content(1, SMALL), read(storage(), folder + "/log"));
    }

    @Test
    void anotherWritersFileIsNotTakenForOursWhenAnAnswerWasLost() throws Exception {
        storage().putIfAbsent(folder + "/log", content(1, SMALL)).orThrow("log");
        wire.arm(Fault.ANSWER_LOST, "PUT .*", 1);

        assertEquals(new Put.NameTaken(), faulty.putIfAbsent(folder + "/log", content(2, SMALL)));
        assertEquals(new Put.NameTaken(), faulty.putIfAbsent(folder + "/log", content(1, SMALL + 1)));
        assertEquals(new Put.NameTaken(), faulty.putIfAbsent(folder + "/log", new byte[0]));
    }

    @Test
    void theOutcomeIsUnknownWhenNoAnswerComesAtAll() throws Exception {
        wire.arm(Fault.ANSWER_LOST, ".*", 100);

        assertInstanceOf(Put.Unconfirmed.class, faulty.putIfAbsent(folder + "/log", content(1, SMALL)));
        assertArrayEquals(content(1, SMALL), read(storage(), folder + "/log"));
    }

    @Test
    void theOutcomeIsUnknownWhenTheFileThatTookTheNameCannotBeRead() throws Exception {
        storage().putIfAbsent(folder + "/log", content(1, SMALL)).orThrow("log");
        wire.arm(Fault.UNAVAILABLE, "GET .*", 100);

        assertInstanceOf(Put.Unconfirmed.class, faulty.putIfAbsent(folder + "/log", content(2, SMALL)));
    }

    @Test
    void aConflictAndAnOverloadedServerAreTriedAgain() throws Exception {
        wire.arm(Fault.CONFLICT, "PUT .*", 3);
        wire.arm(Fault.UNAVAILABLE, "PUT .*", 1);

        assertEquals(new Put.Created(), faulty.putIfAbsent(folder + "/log", content(1, SMALL)));
        assertEquals(5, wire.requests().size());
    }

    @Test
    void aServerThatStaysOverloadedIsAnUnknownOutcome() {
        wire.arm(Fault.UNAVAILABLE, "PUT .*", 100);

        assertInstanceOf(Put.Unconfirmed.class, faulty.putIfAbsent(folder + "/log", content(1, SMALL)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAKEN", "NO_SUCH_UPLOAD", "UNAVAILABLE"})
    void aLargeFileIsCompleteWhenTheAnswerToItsCompletionWasLost(Fault next) throws Exception {
        wire.arm(Fault.ANSWER_LOST, "POST .*uploadId.*", 1);
        wire.arm(next, "POST .*uploadId.*", 1);

        write(faulty, folder + "/part", content(1, LARGE));

        assertArrayEquals(content(1, LARGE), read(storage(), folder + "/part"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TAKEN", "NO_SUCH_UPLOAD"})
    void aLargeFileThatIsNotThereWasNotStored(Fault refusal) {
        wire.arm(refusal, "POST .*uploadId.*", 1);

        assertThrows(IOException.class, () -> write(faulty, folder + "/part", content(1, LARGE)));
        assertThrows(FileNotFoundException.class, () -> storage().info(folder + "/part"));
    }

    @Test
    void aLargeFileWhosePartCannotBeStoredLeavesNothing() throws Exception {
        wire.arm(Fault.UNAVAILABLE, "PUT .*partNumber=2.*", 4); // all the tries of the SDK

        assertThrows(IOException.class, () -> write(faulty, folder + "/part", content(1, 2 * LARGE)));

        assertEquals(1, wire.requests().stream().filter(r -> r.startsWith("DELETE") && r.contains("uploadId")).count());
        assertEquals(java.util.List.of(), walk(storage(), folder));
    }

    /** As a key is checked in a file that was compacted. */
    @Test
    void ofALargeFileNoMoreIsReadThanWasAskedForInOnePiece() throws Exception {
        write(storage(), folder + "/large", content(2, LARGE));
        byte[] piece = new byte[5_000];
        wire.forget();

        try (SeekableInput in = faulty.file(folder + "/large", LARGE).open()) {
            in.seek(100_000);
            in.readFully(piece, 0, piece.length);
            in.seek(LARGE / 2);
            in.readFully(piece, 0, piece.length);
            assertEquals(LARGE / 2 + piece.length, in.position());
        }

        assertArrayEquals(Arrays.copyOfRange(content(2, LARGE), LARGE / 2, LARGE / 2 + piece.length), piece);
        assertEquals(2, wire.requests().size());
        assertTrue(wire.answeredBytes() < 4 * piece.length, () -> wire.answeredBytes() + " bytes");
    }

    @Test
    void aSmallFileAndTheFooterOfALargeOneAreReadInOneRequest() throws Exception {
        write(storage(), folder + "/small", content(1, SMALL));
        write(storage(), folder + "/large", content(2, LARGE));

        byte[] footer = new byte[8];
        try (SeekableInput in = faulty.file(folder + "/large", LARGE).open()) {
            in.seek(LARGE - 8);
            in.readFully(footer, 0, 4);
            in.readFully(footer, 4, 4);
            in.seek(LARGE - 60_000);
            in.readFully(new byte[59_000], 0, 59_000);
        }
        assertArrayEquals(Arrays.copyOfRange(content(2, LARGE), LARGE - 8, LARGE), footer);
        assertEquals(1, wire.requests().size());

        wire.forget();
        try (SeekableInput in = faulty.file(folder + "/small", SMALL).open()) {
            in.seek(SMALL - 8);
            in.readFully(footer, 0, 8);
            in.seek(0);
            in.readFully(new byte[500], 0, 500);
        }
        assertEquals(1, wire.requests().size());
    }

    @Test
    void aMissingBucketAndRefusedCredentialsAreNamedWithTheRemedy() {
        wire.arm(Fault.FORBIDDEN, "GET .*", 1);

        IOException bucket = assertThrows(IOException.class,
                () -> read(storage(), "s3://no-such-bucket/" + UUID.randomUUID()));
        assertTrue(bucket.toString().contains("create it"), bucket.toString());
        IOException refused = assertThrows(IOException.class, () -> read(faulty, folder + "/log"));
        assertTrue(refused.toString().contains("they need to list"), refused.toString());
    }
}
