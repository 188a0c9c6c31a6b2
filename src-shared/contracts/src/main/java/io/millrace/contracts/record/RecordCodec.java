package io.millrace.contracts.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

import io.millrace.contracts.schema.CanonicalUuids;
import io.millrace.contracts.schema.Contract;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Kafka values: one zero byte, the registry's content id as a 32-bit big-endian integer, the Avro binary. It is the
 * default framing of the Apicurio serde, so that any consumer which has that serde reads our topics.
 *
 * <p>
 * Written here because a decoding failure must be distinguished from a registry that is away: the first is a dead letter,
 * the second is no fault of the record.
 */
public final class RecordCodec {
    private static final byte MAGIC = 0;
    /** The usual size of an event, for buffers; other sizes work too and cost slightly more. */
    private static final int USUAL_BYTES = 512;
    private static final EncoderFactory ENCODERS = new EncoderFactory().configureBufferSize(USUAL_BYTES);
    /** The bytes in front of the datum. */
    public static final int HEADER = 1 + Integer.BYTES;
    private static final long LARGEST_CONTENT_ID = 0xFFFF_FFFFL;
    private static final GenericData DATA = new GenericData(RecordCodec.class.getClassLoader());
    private static final GenericData CANONICAL = CanonicalUuids.data();

    private RecordCodec() {}

    /**
     * The Kafka value of an event: a zero byte, the content id as an unsigned number of 4 bytes, the datum.
     *
     * @throws IllegalArgumentException
     *             when the content id of the contract does not fit into 4 bytes
     */
    public static byte[] encode(Contract contract, GenericRecord event) {
        if (contract.contentId() < 0 || contract.contentId() > LARGEST_CONTENT_ID) {
            throw new IllegalArgumentException("The content id " + contract.contentId() + " of the contract "
                    + contract.title() + " does not fit into the 4 bytes that a Kafka value has for it");
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
            out.write(MAGIC);
            out.write(ByteBuffer.allocate(Integer.BYTES).putInt((int) contract.contentId()).array());
            BinaryEncoder encoder = ENCODERS.binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(contract.schema(), DATA).write(event, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The size of a value in Avro's binary encoding, in bytes. */
    public static int size(Schema schema, @Nullable Object value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
            BinaryEncoder encoder = ENCODERS.binaryEncoder(out, null);
            new GenericDatumWriter<@Nullable Object>(schema, DATA).write(value, encoder);
            encoder.flush();
            return out.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a value starts with a zero byte and a content id. */
    public static boolean hasContentId(byte[] value) {
        return value.length >= HEADER && value[0] == MAGIC;
    }

    /**
     * The content id in front of a value.
     *
     * @throws UndecodableException
     *             when the value does not start with a zero byte and a content id
     */
    public static long contentId(byte[] value) throws UndecodableException {
        if (!hasContentId(value)) {
            throw new UndecodableException(
                    "the value does not start with a zero byte and a 4-byte schema id (it has " + value.length
                            + " bytes)");
        }
        return contentIdOf(value);
    }

    /** The content id in front of a value that has one. */
    public static long contentIdOf(byte[] value) {
        // Asked for each record: without an object.
        return Integer.toUnsignedLong((value[1] & 0xFF) << 24 | (value[2] & 0xFF) << 16 | (value[3] & 0xFF) << 8
                | value[4] & 0xFF);
    }

    /** Data that follow one another in Avro's binary encoding, without headers, as in a block of an Avro file. */
    public static final class DatumSequence {
        private final BoundedDecoder decoder;
        private final GenericDatumReader<GenericRecord> data;

        /**
         * @param weight
         *            counts what each datum takes in memory
         */
        public DatumSequence(byte[] bytes, Schema writer, Schema reader, DecodedWeight weight) {
            this.decoder = new BoundedDecoder(bytes, 0, writer, reader, weight);
            this.data = new GenericDatumReader<>(writer, reader, CANONICAL);
        }

        /**
         * Reads the next datum.
         *
         * @throws UndecodableException
         *             when the bytes at this point are no datum of the writer's schema
         * @throws OverweightException
         *             when the datum weighs more than the limit; what follows it cannot be read
         */
        public GenericRecord next() throws UndecodableException {
            decoder.start();
            return datum(data, decoder);
        }

        /** Whether every byte was read. */
        public boolean isEnd() {
            return decoder.isEnd();
        }
    }

    /**
     * Reads a value that was written with one version of a contract as another, in memory of the order of the value's
     * size, whatever the bytes claim.
     *
     * @throws UndecodableException
     *             when the bytes are not exactly one datum of the writer's schema
     */
    public static GenericRecord decode(byte[] value, Schema writer, Schema reader) throws UndecodableException {
        return decode(value, writer, reader, new DecodedWeight(Long.MAX_VALUE));
    }

    /**
     * The same, with its weight counted.
     *
     * @throws OverweightException
     *             when the event weighs more than the limit
     */
    public static GenericRecord decode(byte[] value, Schema writer, Schema reader, DecodedWeight weight)
            throws UndecodableException {
        BoundedDecoder decoder = new BoundedDecoder(value, HEADER, writer, reader, weight);
        GenericRecord event = datum(new GenericDatumReader<>(writer, reader, CANONICAL), decoder);
        if (!decoder.isEnd()) {
            throw new UndecodableException("there are more bytes than one datum of " + writer.getFullName());
        }
        return event;
    }

    private static GenericRecord datum(GenericDatumReader<GenericRecord> data, BoundedDecoder decoder)
            throws UndecodableException {
        try {
            return data.read(null, decoder);
        } catch (OverweightException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Avro throws many kinds of exceptions for hostile bytes; each means that the bytes do not fit the schema.
            throw new UndecodableException("the bytes are no datum of " + data.getSchema().getFullName());
        }
    }
}
