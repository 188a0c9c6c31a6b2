package io.millrace.contracts.record;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.millrace.contracts.schema.SupportedTypes;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding, read from untrusted bytes. Avro's own decoder believes a length and allocates
 * it before it looks for the bytes, so that ten bytes can ask for gigabytes. This one believes no length, and no count
 * of elements, beyond the bytes that are left ({@link SupportedTypes} lets no element take less than one), and no text
 * that is not UTF-8.
 */
final class BoundedDecoder extends Decoder {
    private static final int INT_BYTES = 5;
    private static final int LONG_BYTES = 10;

    private final ByteBuffer in;
    private final DecodedWeight weight;
    private final DecodedWeight.Records records;

    /**
     * @param from
     *            index of the first byte, inclusive; the datum reaches to the end of the array
     * @param writer
     *            the schema that it was written with
     * @param reader
     *            the schema that it is read as
     * @param weight
     *            counts what is decoded
     */
    BoundedDecoder(byte[] bytes, int from, Schema writer, Schema reader, DecodedWeight weight) {
        this.weight = weight;
        this.records = DecodedWeight.records(writer, reader);
        start();
        this.in = ByteBuffer.wrap(bytes, from, bytes.length - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Begins to count the weight of the next datum. */
    void start() {
        weight.start();
        weight.charge(records.perEvent());
    }

    /** Whether every byte was read. */
    boolean isEnd() {
        return !in.hasRemaining();
    }

    @Override
    public void readNull() {
        // Takes no bytes.
    }

    @Override
    public boolean readBoolean() throws IOException {
        return switch (next()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new AvroTypeException("a boolean is neither 0 nor 1");
        };
    }

    @Override
    public int readInt() throws IOException {
        weight.charge(DecodedWeight.NUMBER);
        return number();
    }

    private int number() throws IOException {
        long value = zigzag(INT_BYTES);
        if (value != (int) value) {
            throw new AvroTypeException("an int has more than 32 bits");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        weight.charge(DecodedWeight.NUMBER);
        return zigzag(LONG_BYTES);
    }

    private long zigzag(int maxBytes) throws IOException {
        long bits = 0;
        for (int i = 0; i < maxBytes; i++) {
            byte b = next();
            bits |= (b & 0x7FL) << (7 * i);
            if (b >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new AvroTypeException("a number does not end");
    }

    @Override
    public float readFloat() throws IOException {
        need(Float.BYTES);
        weight.charge(DecodedWeight.NUMBER);
        return in.getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        need(Double.BYTES);
        weight.charge(DecodedWeight.NUMBER);
        return in.getDouble();
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(text());
    }

    @Override
    public String readString() throws IOException {
        return new String(text(), StandardCharsets.UTF_8);
    }

    private byte[] text() throws IOException {
        byte[] bytes = lengthThenBytes(DecodedWeight.TEXT);
        for (byte b : bytes) {
            if (b < 0) {
                requireUtf8(bytes);
                break;
            }
        }
        return bytes;
    }

    private static void requireUtf8(byte[] bytes) throws CharacterCodingException {
        var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    }

    @Override
    public void skipString() throws IOException {
        var unused = text();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(lengthThenBytes(DecodedWeight.BYTES));
    }

    private byte[] lengthThenBytes(long overhead) throws IOException {
        int length = need(zigzag(LONG_BYTES));
        weight.charge(overhead + length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    @Override
    public void skipBytes() throws IOException {
        skip(zigzag(LONG_BYTES));
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        need(length);
        weight.charge(DecodedWeight.BYTES + length);
        in.get(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        skip(length);
    }

    @Override
    public int readEnum() throws IOException {
        return number();
    }

    @Override
    public int readIndex() throws IOException {
        return number();
    }

    @Override
    public long readArrayStart() throws IOException {
        weight.charge(DecodedWeight.LIST);
        return block(DecodedWeight.REFERENCE);
    }

    @Override
    public long arrayNext() throws IOException {
        return block(DecodedWeight.REFERENCE);
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        weight.charge(DecodedWeight.MAP);
        return block(DecodedWeight.ENTRY);
    }

    @Override
    public long mapNext() throws IOException {
        return block(DecodedWeight.ENTRY);
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    /** The count of elements in the next block; a negative one is followed by the size of the block in bytes. */
    private long block(long overhead) throws IOException {
        long count = zigzag(LONG_BYTES);
        if (count < 0) {
            need(zigzag(LONG_BYTES));
            count = -count;
        }
        int elements = need(count);
        weight.charge(elements * (overhead + records.perElement()));
        return elements;
    }

    private long skipBlocks() throws IOException {
        long count = zigzag(LONG_BYTES);
        while (count < 0) {
            skip(zigzag(LONG_BYTES));
            count = zigzag(LONG_BYTES);
        }
        return need(count);
    }

    private byte next() throws IOException {
        need(1);
        return in.get();
    }

    private void skip(long length) throws IOException {
        in.position(in.position() + need(length));
    }

    private int need(long length) throws IOException {
        if (length < 0 || length > in.remaining()) {
            throw new EOFException("fewer bytes are left than are claimed");
        }
        return (int) length;
    }
}
