package io.millrace.table.internal.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import io.millrace.table.mergerule.EventKey;
import io.millrace.table.vector.BytesVector;

/**
 * Keys as bytes, one after the other in one array, because what a merge costs is to wait for memory: the pk after its
 * length and then the event id after its length, both as UTF-8, as data files have them. A key is known by its place, from
 * 0.
 */
public final class KeyBuffer {
    private static final VarHandle LENGTHS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ABOUT = 64;

    private final byte[] bytes;
    /** Where the keys begin. */
    private final int[] begins;

    private KeyBuffer(byte[] bytes, int[] begins) {
        this.bytes = bytes;
        this.begins = begins;
    }

    /** Throws {@link ArithmeticException} when they are of more than 2 GB. */
    public static KeyBuffer of(List<EventKey> keys) {
        Packing packing = new Packing(keys.size());
        int[] begins = new int[keys.size()];
        int place = 0;
        for (EventKey key : keys) {
            begins[place++] = packing.end;
            packing.append(key.pk());
            packing.append(key.eventId());
        }
        return new KeyBuffer(packing.bytes, begins);
    }

    /**
     * The keys of some events.
     *
     * @param rows
     *            the indexes of the events
     * @throws ArithmeticException
     *             when the keys have more than 2 GB
     */
    public static KeyBuffer of(BytesVector pks, BytesVector ids, int[] rows) {
        Packing packing = new Packing(rows.length);
        int[] begins = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            begins[i] = packing.end;
            packing.append(pks.bytes(), pks.begin(rows[i]), pks.length(rows[i]));
            packing.append(ids.bytes(), ids.begin(rows[i]), ids.length(rows[i]));
        }
        return new KeyBuffer(packing.bytes, begins);
    }

    private static final class Packing {
        byte[] bytes;
        int end;

        Packing(int keys) {
            this.bytes = new byte[keys * ABOUT];
        }

        void append(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            append(utf8, 0, utf8.length);
        }

        void append(byte[] utf8, int from, int length) {
            int until = Math.addExact(end, Integer.BYTES + length);
            if (until > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - Long.BYTES, Math.max(until, 2L * end)));
            }
            LENGTHS.set(bytes, end, length);
            System.arraycopy(utf8, from, bytes, end + Integer.BYTES, length);
            end = until;
        }
    }

    /** The keys as texts; each is made when it is asked for. */
    List<EventKey> texts() {
        return new AbstractList<>() {
            @Override
            public EventKey get(int index) {
                return new EventKey(text(pkFrom(index), pkUntil(index)), text(idFrom(index), idUntil(index)));
            }

            @Override
            public int size() {
                return begins.length;
            }
        };
    }

    private String text(int from, int until) {
        return new String(bytes, from, until - from, StandardCharsets.UTF_8);
    }

    /** Whether two keys are equal. */
    public boolean isSame(int index, int other) {
        int from = begins[index];
        int otherFrom = begins[other];
        return Arrays.equals(bytes, from, idUntil(index), bytes, otherFrom, idUntil(other));
    }

    /** Those at some places, in the same bytes. */
    KeyBuffer only(BitSet places) {
        return new KeyBuffer(bytes, places.stream().map(place -> begins[place]).toArray());
    }

    int count() {
        return begins.length;
    }

    /** The bytes that the positions refer to. */
    public byte[] bytes() {
        return bytes;
    }

    public int pkFrom(int place) {
        return begins[place] + Integer.BYTES;
    }

    /** Where the pk ends, which is where the length of the event id stands. */
    public int pkUntil(int place) {
        return pkFrom(place) + (int) LENGTHS.get(bytes, begins[place]);
    }

    public int idFrom(int place) {
        return pkUntil(place) + Integer.BYTES;
    }

    public int idUntil(int place) {
        int length = pkUntil(place);
        return length + Integer.BYTES + (int) LENGTHS.get(bytes, length);
    }

    /** {@link EventKey#hash}. */
    long hash(int place) {
        int pkFrom = pkFrom(place);
        int idFrom = idFrom(place);
        return EventKey.hash(bytes, pkFrom, idFrom - Integer.BYTES - pkFrom, bytes, idFrom, idUntil(place) - idFrom);
    }

    /** By pk, then by event id. */
    int compare(int place, int other) {
        int byPk = Arrays.compareUnsigned(bytes, pkFrom(place), pkUntil(place), bytes, pkFrom(other), pkUntil(other));
        return byPk != 0
                ? byPk
                : Arrays.compareUnsigned(bytes, idFrom(place), idUntil(place), bytes, idFrom(other), idUntil(other));
    }

    /** The keys at some places, in the order of these. */
    public Ordered at(int[] places) {
        return new Ordered(this, places);
    }

    /**
     * Keys in an order.
     *
     * @param keys
     *            these and others
     * @param places
     *            where they are, in their order
     */
    public record Ordered(KeyBuffer keys, int[] places) {
        public static final Ordered NONE = new Ordered(of(List.of()), new int[0]);

        public boolean isEmpty() {
            return places.length == 0;
        }
    }
}
