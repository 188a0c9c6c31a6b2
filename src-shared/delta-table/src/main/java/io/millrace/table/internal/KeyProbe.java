package io.millrace.table.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.millrace.table.law.EventKey;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** Looks for single keys in {@link KeyChunks}. Reads the bytes of the key columns as they stand in the file. */
final class KeyProbe {
    private static final VarHandle LENGTHS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] pk;
    private final byte[] id;

    private KeyProbe(byte[] pk, byte[] id) {
        this.pk = pk;
        this.id = id;
    }

    /** The key columns of a file. Throws {@link IOException} when the file is not what its footer said. */
    static KeyProbe read(SeekableInputStream file, KeyChunks chunks) throws IOException {
        return new KeyProbe(values(file, chunks.pk()), values(file, chunks.eventId()));
    }

    private static byte[] values(SeekableInputStream file, KeyChunks.Chunk chunk) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(chunk.length())];
        file.seek(chunk.from());
        file.readFully(bytes, 0, bytes.length);
        int from = 0;
        int to = 0;
        while (from < bytes.length) {
            ByteArrayInputStream in = new ByteArrayInputStream(bytes, from, bytes.length - from);
            PageHeader header = Util.readPageHeader(in);
            int start = bytes.length - in.available();
            int length = header.getCompressed_page_size();
            if (header.getType() != PageType.DATA_PAGE || start + length > bytes.length) {
                throw new IOException("unexpected " + header.getType() + " among the keys");
            }
            System.arraycopy(bytes, start, bytes, to, length);
            from = start + length;
            to += length;
        }
        return to == bytes.length ? bytes : Arrays.copyOf(bytes, to);
    }

    /** Whether a row has this key. */
    boolean has(EventKey key) {
        byte[] wantedPk = key.pk().getBytes(StandardCharsets.UTF_8);
        byte[] wantedId = key.eventId().getBytes(StandardCharsets.UTF_8);
        int pkAt = 0;
        int idAt = 0;
        while (pkAt < pk.length) {
            int pkLength = length(pk, pkAt);
            int idLength = length(id, idAt);
            if (isAt(pk, pkAt, pkLength, wantedPk) && isAt(id, idAt, idLength, wantedId)) {
                return true;
            }
            pkAt += Integer.BYTES + pkLength;
            idAt += Integer.BYTES + idLength;
        }
        return false;
    }

    private static boolean isAt(byte[] values, int at, int length, byte[] wanted) {
        int from = at + Integer.BYTES;
        return length == wanted.length && Arrays.equals(values, from, from + length, wanted, 0, length);
    }

    private static int length(byte[] values, int at) {
        return (int) LENGTHS.get(values, at);
    }
}
