package io.millrace.landing.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Makes Kafka records of events: whole ones, and damaged ones. */
final class WrittenEvents {
    private static final EncoderFactory SMALL_BLOCKS = new EncoderFactory().configureBlockSize(64);
    private static final int HEADER = 5;

    private final Random random;
    private long offset;

    WrittenEvents(Random random) {
        this.random = random;
    }

    /** The Avro binary of an event, whose arrays and maps may be in several blocks, with their size in front or without. */
    byte[] value(GenericRecord event, long contentId) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(ByteBuffer.allocate(HEADER).put((byte) 0).putInt((int) contentId).array());
            BinaryEncoder encoder = random.nextBoolean()
                    ? EncoderFactory.get().binaryEncoder(out, null)
                    : SMALL_BLOCKS.blockingBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other bytes: a whole event of which some are changed, or any. */
    byte[] damaged(byte[] whole) {
        if (random.nextInt(10) == 0) {
            byte[] any = new byte[random.nextInt(200)];
            random.nextBytes(any);
            System.arraycopy(whole, 0, any, 0, Math.min(any.length, random.nextInt(5) == 0 ? 0 : HEADER));
            return any;
        }
        byte[] value = java.util.Arrays.copyOf(whole, switch (random.nextInt(6)) {
            case 0 -> random.nextInt(whole.length + 1);
            case 1 -> whole.length + 1 + random.nextInt(3);
            default -> whole.length;
        });
        int datum = value.length - HEADER;
        for (int i = random.nextInt(4); i > 0 && datum > 0; i--) {
            value[HEADER
                    + random.nextInt(datum)] = (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt());
        }
        return value;
    }

    byte[] key(GenericRecord event) {
        Schema schema = event.getSchema().getField("pk").schema();
        String pk = String.valueOf(event.get("pk"));
        return (schema.getLogicalType() instanceof LogicalTypes.Uuid ? pk.toLowerCase(Locale.ROOT) : pk)
                .getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("NullAway") // Kafka returns null for a key or value that is absent, without an annotation.
    ConsumerRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
        RecordHeaders headers = new RecordHeaders();
        header(headers, "ingest_ts", "1700000000000000", "", "-1", "99999999999999999999999999", "253402300800000000",
                "0012", "\u0661");
        header(headers, "correlation_id", "c-1", "", "not legal\n", "x".repeat(129), "\u00e9", "A/b=");
        return new ConsumerRecord<>("events", 3, offset++, random.nextInt(9) - 1L, TimestampType.CREATE_TIME, -1, -1,
                key,
                value, headers, Optional.empty());
    }

    @SuppressWarnings("NullAway") // A header without a value has null.
    private void header(RecordHeaders headers, String name, String... values) {
        int choice = random.nextInt(values.length + 2);
        if (choice > 0) {
            headers.add(name, choice == 1 ? null : values[choice - 2].getBytes(StandardCharsets.UTF_8));
        }
    }
}
