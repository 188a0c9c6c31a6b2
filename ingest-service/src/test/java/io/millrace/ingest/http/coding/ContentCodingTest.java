package io.millrace.ingest.http.coding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentCodingTest {
    private static final int LIMIT = 1_000_000;

    /** How a body may be packed that is read. */
    enum Packing {
        GZIP(ContentCoding.GZIP) {
            @Override
            OutputStream over(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        DEFLATE(ContentCoding.DEFLATE) {
            @Override
            OutputStream over(OutputStream out) {
                return new DeflaterOutputStream(out);
            }
        },
        /** Its length is not known when its frame begins. */
        ZSTD(ContentCoding.ZSTD) {
            @Override
            OutputStream over(OutputStream out) throws IOException {
                return new ZstdOutputStream(out).setChecksum(true);
            }
        },
        /** Its length stands in its frame. */
        ZSTD_AT_ONCE(ContentCoding.ZSTD) {
            @Override
            OutputStream over(OutputStream out) {
                throw new UnsupportedOperationException();
            }

            @Override
            byte[] pack(byte[] bytes) {
                byte[] packed = new byte[(int) Zstd.compressBound(bytes.length)];
                return Arrays.copyOf(packed, (int) Zstd.compress(packed, bytes, 3, true));
            }
        };

        private final ContentCoding coding;

        Packing(ContentCoding coding) {
            this.coding = coding;
        }

        abstract OutputStream over(OutputStream out) throws IOException;

        byte[] pack(byte[] bytes) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream packing = over(out)) {
                packing.write(bytes);
            }
            return out.toByteArray();
        }
    }

    private long asked;

    @ParameterizedTest
    @EnumSource
    void whatWasPackedComesOutAndIsPaidFor(Packing packing) throws Exception {
        for (int length : new int[]{0, 1, 255, 256, 65_791, 65_792, 300_000, LIMIT}) {
            byte[] bytes = text(length);
            asked = 0;

            assertArrayEquals(bytes, unpack(packing.coding, packing.pack(bytes)));

            assertTrue(asked >= length && asked <= LIMIT, asked + " bytes were paid for " + length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatDoNotShrinkComeOut(Packing packing) throws Exception {
        byte[] noise = new byte[500_000];
        new Random(1).nextBytes(noise);

        assertArrayEquals(noise, unpack(packing.coding, packing.pack(noise)));
    }

    @ParameterizedTest
    @EnumSource
    void severalPackedOneAfterAnotherAreOneExceptInDeflate(Packing packing) throws Exception {
        byte[] two = concat(packing.pack(text(1_000)), packing.pack(text(2_000)));

        if (packing == Packing.DEFLATE) {
            assertRefused(ContentCodingException.Kind.BROKEN, packing.coding, two);
        } else {
            assertArrayEquals(concat(text(1_000), text(2_000)), unpack(packing.coding, two));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCutOffAnywhereIsBroken(Packing packing) throws Exception {
        byte[] packed = packing.pack(text(5_000));

        for (int length = 0; length < packed.length; length++) {
            assertRefused(ContentCodingException.Kind.BROKEN, packing.coding, Arrays.copyOf(packed, length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFollowedByAnythingElseIsBroken(Packing packing) throws Exception {
        byte[] packed = packing.pack(text(5_000));

        for (int extra = 1; extra <= 12; extra++) {
            assertRefused(ContentCodingException.Kind.BROKEN, packing.coding,
                    Arrays.copyOf(packed, packed.length + extra));
        }
    }

    @ParameterizedTest
    @EnumSource
    void damageIsFound(Packing packing) throws Exception {
        byte[] bytes = text(5_000);
        byte[] packed = packing.pack(bytes);
        int headers = packing == Packing.GZIP ? 10 : 0;

        for (int i = headers; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 0x10;
            try {
                assertArrayEquals(bytes, unpack(packing.coding, damaged), "damage at " + i + " changed what came out");
            } catch (ContentCodingException found) {
                assertTrue(found.kind() != ContentCodingException.Kind.NO_ROOM);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreThanTheLimitIsRefusedWithoutTakingMoreThanIt(Packing packing) throws Exception {
        for (int length : new int[]{LIMIT + 1, 50 * LIMIT}) {
            asked = 0;
            assertRefused(ContentCodingException.Kind.TOO_LARGE, packing.coding, packing.pack(new byte[length]));
            assertTrue(asked <= LIMIT, asked + " bytes were asked for");
        }
        if (packing != Packing.DEFLATE) {
            assertRefused(ContentCodingException.Kind.TOO_LARGE, packing.coding,
                    concat(packing.pack(text(LIMIT)), packing.pack(text(1))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsUnpackedForWhichThereIsNoRoom(Packing packing) throws Exception {
        byte[] packed = packing.pack(text(100_000));

        assertEquals(ContentCodingException.Kind.NO_ROOM, assertThrows(ContentCodingException.class,
                () -> packing.coding.unpack(packed, LIMIT, bytes -> (asked += bytes) < 50_000)).kind());
    }

    @Test
    void zstdFrameThatWantsALargeWindowIsRefusedBeforeMemoryIsTaken() throws Exception {
        for (int log : new int[]{24, 27, 31}) {
            byte[] frame = zstd(0x00, (log - 10) << 3, "010000");
            assertRefused(ContentCodingException.Kind.TOO_LARGE, ContentCoding.ZSTD, frame);
        }
        assertEquals(0, asked);
        assertArrayEquals(new byte[0], unpack(ContentCoding.ZSTD, zstd(0x00, 13 << 3, "010000")));
    }

    @Test
    void zstdFrameThatLiesAboutItsSizeTakesNoMemory() {
        // 900,000 bytes from one block that repeats a byte three times; 2^63 bytes.
        assertRefused(ContentCodingException.Kind.BROKEN, ContentCoding.ZSTD, zstd(0xa0, "a0bb0d00" + "1b000041"));
        assertRefused(ContentCodingException.Kind.TOO_LARGE, ContentCoding.ZSTD,
                zstd(0xe0, "0000000000000080" + "1b000041"));
        assertEquals(0, asked);
        assertRefused(ContentCodingException.Kind.BROKEN, ContentCoding.ZSTD, zstd(0x20, "02" + "1b000041"));
    }

    @Test
    void zstdFramesThatMeanNothingAreSkippedAndUnknownOnesAreNot() throws Exception {
        byte[] skippable = HexFormat.of().parseHex("5f2a4d18" + "03000000" + "010203");
        byte[] packed = Zstd.compress(text(100));

        assertArrayEquals(text(100), unpack(ContentCoding.ZSTD, concat(skippable, packed)));
        assertRefused(ContentCodingException.Kind.BROKEN, ContentCoding.ZSTD, Arrays.copyOf(skippable, 10));
        assertRefused(ContentCodingException.Kind.BROKEN, ContentCoding.ZSTD,
                HexFormat.of().parseHex("28b52ffd21010001000041"));
        assertRefused(ContentCodingException.Kind.BROKEN, ContentCoding.ZSTD,
                HexFormat.of().parseHex("28b52ffd28010900004100"));
        assertRefused(ContentCodingException.Kind.BROKEN, ContentCoding.ZSTD, HexFormat.of().parseHex("27b52ffd"));
    }

    @Test
    void oneCodingIsUnderstoodAndNoChainOfThem() {
        assertEquals(ContentCoding.IDENTITY, ContentCoding.of(List.of()));
        assertEquals(ContentCoding.ZSTD, ContentCoding.of(List.of(" ZSTD ")));
        assertEquals(ContentCoding.GZIP, ContentCoding.of(List.of("x-gzip")));
        for (List<String> other : List.of(List.of("br"), List.of("gzip", "gzip"), List.of("zstd, gzip"))) {
            assertEquals(null, ContentCoding.of(other));
        }
    }

    private byte[] unpack(ContentCoding coding, byte[] packed) throws ContentCodingException {
        return coding.unpack(packed, LIMIT, bytes -> (asked += bytes) >= 0);
    }

    private void assertRefused(ContentCodingException.Kind kind, ContentCoding coding, byte[] packed) {
        assertEquals(kind, assertThrows(ContentCodingException.class, () -> unpack(coding, packed)).kind());
    }

    /** A frame of the descriptor, the window and the blocks. */
    private static byte[] zstd(int descriptor, int window, String blocks) {
        return zstd(descriptor, HexFormat.of().toHexDigits((byte) window) + blocks);
    }

    private static byte[] zstd(int descriptor, String rest) {
        byte[] bytes = HexFormat.of().parseHex(rest);
        return ByteBuffer.allocate(5 + bytes.length).order(ByteOrder.LITTLE_ENDIAN).putInt(0xfd2fb528)
                .put((byte) descriptor).put(bytes).array();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Compressible, and nowhere the same. */
    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(8));
        }
        return text;
    }
}
