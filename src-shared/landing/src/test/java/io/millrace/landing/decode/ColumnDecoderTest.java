package io.millrace.landing.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

import com.sun.management.ThreadMXBean;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.VisitRecords;
import io.millrace.table.EventBatch;
import io.millrace.table.vector.ColumnVector;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnDecoderTest {
    private static final StreamName STREAM = new StreamName("visits");
    private static final Contract FIRST = contract(1, "");
    private static final Contract SECOND = contract(2, """
            , {"name": "marks", "default": {}, "type": {"type": "map", "values": "int"}}
            , {"name": "notes", "default": [], "type": {"type": "array", "items": {"type": "record", "name": "Note",
               "fields": [{"name": "a", "type": ["null", "string"]}]}}}""");
    private static final Contract THIRD = contract(3, """
            , {"name": "marks", "default": {}, "type": {"type": "map", "values": "int"}}
            , {"name": "notes", "default": [], "type": {"type": "array", "items": {"type": "record", "name": "Note",
               "fields": [{"name": "a", "type": ["null", "string"]},
                          {"name": "b", "type": "string", "default": "%s"}]}}}""".formatted("x".repeat(1000)));
    private static final StreamContracts CONTRACTS = new StreamContracts(THIRD,
            Map.of(1L, FIRST, 2L, SECOND, 3L, THIRD), Map.of());

    private final ColumnDecoder decoder = new ColumnDecoder(CONTRACTS, "stream");
    private final EventBatch batch = decoder.begin(CONTRACTS);

    @Test
    void elementsAreWeighedBeforeTheyAreReadWithTheDefaultsOfTheirFields() throws Exception {
        ConsumerRecord<byte[], byte[]> heavy = secondWithNotes(1_000);
        assertThrows(OverweightException.class, () -> decoder.add(heavy, 900_000));
        assertEquals(0, batch.size());
        assertTrue(batch.capacityBytes() < 100_000, "its elements were read");

        assertNull(decoder.add(heavy, 1_100_000));

        assertEquals(1, batch.size());
        assertTrue(decoder.weight() > 1_000_000, "the defaults were not weighed");
    }

    @Test
    void eventThatIsTooHeavyWithItsDefaultsIsAddedAsItWasWritten() throws Exception {
        assertNull(decoder.addAsWritten(secondWithNotes(1_000), 900_000));

        assertEquals(0, decoder.planned());
        ColumnVector notes = batch.vector("notes");
        assertNotNull(notes);
        Map<String, @Nullable Object> note = new HashMap<>();
        note.put("a", null);
        note.put("b", null);
        assertEquals(Collections.nCopies(1_000, note), notes.get(0));
    }

    @Test
    void repeatedKeyOfAMapHasItsLastValueAsBefore() throws Exception {
        for (int entries : List.of(2, 30)) {
            assertNull(decoder.add(second(out -> {
                out.writeLong(entries);
                for (int i = 0; i < entries; i++) {
                    out.writeString(i == entries - 1 ? "k0" : "k" + i);
                    out.writeInt(i);
                }
                out.writeLong(0);
                out.writeLong(0);
            }), Long.MAX_VALUE));
        }

        assertEquals(0, decoder.planned());
        ColumnVector marks = batch.vector("marks");
        assertNotNull(marks);
        assertEquals(Map.of("k0", 1), marks.get(0));
        assertEquals(29, ((Map<?, ?>) Objects.requireNonNull(marks.get(1))).size());
    }

    @Test
    void newVersionOfTheContractBeginsWithItsColumns() {
        StreamContracts older = new StreamContracts(FIRST, Map.of(1L, FIRST), Map.of());
        ColumnDecoder growing = new ColumnDecoder(older, "stream");
        assertNull(growing.add(VisitRecords.record(FIRST, 0), Long.MAX_VALUE));

        EventBatch columns = growing.begin(CONTRACTS);
        assertEquals(0, columns.size());
        assertNull(growing.add(VisitRecords.record(FIRST, 1), Long.MAX_VALUE));
        assertNull(growing.add(VisitRecords.record(THIRD, 2), Long.MAX_VALUE));

        assertEquals(2, columns.size());
        assertEquals(3, growing.planned());
        ColumnVector marks = columns.vector("marks");
        assertNotNull(marks);
        assertEquals(Map.of(), marks.get(0));
    }

    @Test
    void recordThatIsNoEventLeavesNothingInTheColumns() {
        ConsumerRecord<byte[], byte[]> good = VisitRecords.record(THIRD, 0);
        ConsumerRecord<byte[], byte[]> otherKey = new ConsumerRecord<>("visits", 0, 1,
                "other".getBytes(StandardCharsets.UTF_8), good.value());

        DeadLetter letter = decoder.add(otherKey, Long.MAX_VALUE);
        assertNull(decoder.add(good, Long.MAX_VALUE));

        assertNotNull(letter);
        assertEquals(DeadLetter.Reason.KEY_MISMATCH, letter.reason());
        assertEquals(1, batch.size());
        assertEquals("pk0", batch.pks().get(0));
    }

    @Test
    void eventsAreReadWithoutAnObjectForEach() {
        // given columns that had as many events before, and records whose headers were read
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(0, 10_000)
                .mapToObj(offset -> VisitRecords.record(THIRD, offset)).toList();
        for (int i = 0; i < 3; i++) {
            assertEquals(0, decoder.begin(CONTRACTS).size());
            records.forEach(record -> assertNull(decoder.add(record, Long.MAX_VALUE)));
        }
        assertEquals(0, decoder.begin(CONTRACTS).size());
        // when
        long before = allocated();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            DeadLetter unused = decoder.add(record, Long.MAX_VALUE);
        }
        // then
        long perEvent = (allocated() - before) / records.size();
        assertTrue(perEvent < 150, perEvent + " bytes for each event");
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private interface Fields {
        void to(BinaryEncoder out) throws IOException;
    }

    private static ConsumerRecord<byte[], byte[]> secondWithNotes(int notes) throws IOException {
        return second(out -> {
            out.writeLong(0);
            out.writeLong(notes);
            out.writeFixed(new byte[notes]);
            out.writeLong(0);
        });
    }

    private static ConsumerRecord<byte[], byte[]> second(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(2).array());
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        out.writeString("p");
        out.writeString("e");
        out.writeLong(1);
        fields.to(out);
        out.flush();
        return new ConsumerRecord<>("visits", 0, 0, "p".getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
    }

    private static Contract contract(int version, String fields) {
        return ContractParser.parse(STREAM, version, version, """
                {"type": "record", "name": "Visit", "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}%s]}"""
                .formatted(fields));
    }
}
