package io.millrace.contracts.record;

import static io.millrace.contracts.testing.Avsc.field;
import static io.millrace.contracts.testing.Records.STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.testing.Avsc;
import io.millrace.contracts.testing.FakeRegistry;
import io.millrace.contracts.testing.Records;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in the topic, it becomes an event or a dead letter, at a cost of the order of its own size. */
class HostileBytesTest {
    private static final String INNER = "{'type': 'record', 'name': 'Inner', 'fields': ["
            + field("x", "{'type': 'map', 'values': {'type': 'array', 'items': ['null', 'string']}}") + "]}";
    private static final String FIELDS = String.join(", ", field("s", "['null', 'string']", "null"),
            field("b", "'bytes'", "''"), field("n", "{'type': 'array', 'items': " + INNER + "}", "[]"),
            field("m", "{'type': 'map', 'values': 'int'}", "{}"),
            field("e", "{'type': 'enum', 'name': 'E', 'symbols': ['A', 'B']}", "'A'"),
            field("f", "{'type': 'fixed', 'name': 'F', 'size': 4}", "'0000'"), field("t", "'boolean'", "false"),
            field("d", "'double'", "0"), field("g", "'float'", "0"), field("i", "'int'", "0"),
            field("c", "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 9, 'scale': 2}", "'0'"));
    private static final long ONE_GIGABYTE = 1L << 30;
    /** A tenth of all, or more when the property asks for it. */
    private static final int CASES = 500 * Integer.getInteger("random-percent", 10);
    private static final long BOUND = 4L << 20;

    private final FakeRegistry registry = new FakeRegistry();
    private final RecordDecoder decoder = new RecordDecoder(new ContractCatalog(registry));
    private final Contract contract;

    HostileBytesTest() {
        String avsc = Avsc.of(FIELDS);
        var registered = registry.register(STREAM, avsc);
        contract = ContractParser.parse(STREAM, 1, registered.contentId(), avsc);
    }

    @Test
    void untouchedValueIsAnEvent() {
        assertInstanceOf(Decoded.Event.class, decode(RecordCodec.encode(contract, full())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000", "000000", "00000000", "0000000065", "0100000065", "ff", "7b7d"})
    void valueThatHasNoFramingOrNothingBehindItIsUndecodable(String hex) {
        undecodable(HexFormat.of().parseHex(hex));
    }

    @Test
    void everyTruncationIsUndecodable() {
        byte[] value = RecordCodec.encode(contract, full());
        for (int length = 0; length < value.length; length++) {
            undecodable(Arrays.copyOf(value, length));
        }
    }

    @Test
    void bytesBehindTheDatumAreUndecodable() {
        byte[] value = RecordCodec.encode(contract, full());
        undecodable(Arrays.copyOf(value, value.length + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {ONE_GIGABYTE, Integer.MAX_VALUE, Long.MAX_VALUE, -1, -ONE_GIGABYTE, Long.MIN_VALUE})
    void claimedLengthAllocatesNothing(long claimed) throws IOException {
        // given values of some 20 bytes, each with one length that is a lie
        List<byte[]> values = List.of(
                value(e -> e.writeLong(claimed)),
                value(e -> {
                    roles(e);
                    e.writeIndex(1);
                    e.writeLong(claimed);
                }), value(e -> {
                    untilBytes(e);
                    e.writeLong(claimed);
                }), value(e -> {
                    untilArray(e);
                    e.writeLong(claimed);
                }), value(e -> {
                    untilArray(e);
                    e.writeLong(-1);
                    e.writeLong(claimed);
                }), value(e -> {
                    untilArray(e);
                    e.writeLong(1);
                    e.writeLong(claimed);
                }), value(e -> {
                    untilArray(e);
                    e.writeLong(1);
                    e.writeLong(1);
                    e.writeString("k");
                    e.writeLong(claimed);
                }), value(e -> {
                    untilArray(e);
                    e.writeLong(0);
                    e.writeLong(claimed);
                }));
        values.forEach(this::undecodable);
        // when
        long before = allocated();
        values.forEach(this::undecodable);
        long cost = allocated() - before;
        // then
        assertTrue(cost < BOUND, "decoding " + values.size() + " short values took " + cost + " bytes");
    }

    @Test
    void longValueOfTheSmallestElementsStaysInProportion() throws IOException {
        // given an array whose elements take one byte each, which is the worst that a value can do
        int elements = 900_000;
        byte[] value = value(e -> {
            untilArray(e);
            e.writeLong(elements);
            e.writeFixed(new byte[elements]);
        });
        undecodable(value);
        // when
        long before = allocated();
        undecodable(value);
        // then
        long cost = allocated() - before;
        assertTrue(cost < 400L * value.length, "decoding " + value.length + " bytes took " + cost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "eda080", "f4908080", "e282", "80", "c3"})
    void textThatIsNotUtf8IsUndecodable(String hex) throws IOException {
        byte[] text = HexFormat.of().parseHex(hex);
        undecodable(value(e -> {
            roles(e);
            e.writeIndex(1);
            e.writeBytes(text);
            rest(e);
        }));
    }

    @Test
    void utf8OfEveryLengthIsText() throws IOException {
        String text = "a\u00e9\u20ac\ud83d\ude00";
        var event = assertInstanceOf(Decoded.Event.class, decode(value(e -> {
            roles(e);
            e.writeIndex(1);
            e.writeString(text);
            rest(e);
        })));
        assertEquals(text, event.event().event().get("s").toString());
    }

    @Test
    void booleanThatIsNeitherIsUndecodable() {
        // given
        byte[] value = RecordCodec.encode(contract, full());
        GenericRecord opposite = full();
        opposite.put("t", true);
        int at = Arrays.mismatch(value, RecordCodec.encode(contract, opposite));
        // when
        value[at] = 2;
        // then
        undecodable(value);
    }

    @Test
    void randomBytesAndDamagedEventsAreEventsOrDeadLetters() {
        // given
        Random random = new Random(20_181_124);
        byte[] whole = RecordCodec.encode(contract, full());
        long before = allocated();
        long size = 0;
        int events = 0;
        // when
        for (int i = 0; i < CASES; i++) {
            byte[] value = i % 2 == 0 ? randomBytes(random) : damaged(whole, random);
            size += value.length;
            switch (decode(value)) {
                case Decoded.Event event -> events++;
                case Decoded.Poison poison -> assertTrue(poison.letter().detail().length() < 300);
            }
        }
        // then
        assertTrue(events > 0 && events < CASES / 2, events + " events");
        long cost = allocated() - before;
        assertTrue(cost < 1_000 * size, "decoding " + size + " bytes took " + cost);
    }

    private byte[] randomBytes(Random random) {
        byte[] value = new byte[random.nextInt(200)];
        random.nextBytes(value);
        return value.length < 5
                ? value
                : ByteBuffer.wrap(value).put((byte) 0).putInt((int) contract.contentId()).array();
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] value = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
        for (int n = random.nextInt(4); n >= 0 && value.length > 5; n--) {
            value[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
        }
        return value;
    }

    private Decoded decode(byte[] value) {
        return decoder.decode(STREAM, Records.record("p", value));
    }

    private void undecodable(byte[] value) {
        var poison = assertInstanceOf(Decoded.Poison.class, decode(value));
        assertEquals(DeadLetter.Reason.UNDECODABLE, poison.letter().reason(), poison.letter()::detail);
    }

    private GenericRecord full() {
        var inner = contract.schema().getField("n").schema().getElementType();
        GenericRecord one = new GenericRecordBuilder(inner).set("x", Map.of("k", Arrays.asList("v", null))).build();
        return new GenericRecordBuilder(Records.event(contract, "p").getSchema()).set("pk", "p").set("event_id", "e")
                .set("event_time", 5L).set("s", "text").set("b", ByteBuffer.wrap(new byte[]{1, 2}))
                .set("n", List.of(one)).set("m", Map.of("k", 7))
                .set("c", ByteBuffer.wrap(new byte[]{1})).set("d", 1.5).set("g", 2.5f)
                .set("f", new GenericData.Fixed(contract.schema().getField("f").schema(), new byte[4])).build();
    }

    private interface Writing {
        void to(BinaryEncoder encoder) throws IOException;
    }

    private byte[] value(Writing writing) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).put((byte) 0).putInt((int) contract.contentId()).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        writing.to(encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static void roles(BinaryEncoder e) throws IOException {
        e.writeString("p");
        e.writeString("e");
        e.writeLong(5);
    }

    private static void untilBytes(BinaryEncoder e) throws IOException {
        roles(e);
        e.writeIndex(0);
    }

    private static void untilArray(BinaryEncoder e) throws IOException {
        untilBytes(e);
        e.writeBytes(new byte[0]);
    }

    private static void rest(BinaryEncoder e) throws IOException {
        e.writeBytes(new byte[0]);
        e.writeLong(0);
        e.writeLong(0);
        e.writeEnum(1);
        e.writeFixed(new byte[4]);
        e.writeBoolean(true);
        e.writeDouble(1);
        e.writeFloat(1);
        e.writeInt(-1);
        e.writeBytes(new byte[]{1});
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
