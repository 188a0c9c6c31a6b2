package io.millrace.table.internal.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import com.github.luben.zstd.Zstd;
import org.junit.jupiter.api.Test;

class ZstdContextsTest {
    @Test
    void severalThreadsDecompressAtTheSameTime() {
        IntStream.range(0, 500).parallel().forEach(seed -> {
            byte[] page = page(seed);
            assertArrayEquals(page, decompressed(Zstd.compress(page), page.length));
        });
    }

    private static byte[] page(int seed) {
        byte[] page = new byte[1 + seed * 37];
        new SplittableRandom(seed).nextBytes(page);
        return page;
    }

    private static byte[] decompressed(byte[] in, int size) {
        try {
            return ZstdContexts.decompress(in, size);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPageOfAnotherSizeOrOfDamagedBytesIsRefusedAndTheNextOneIsRead() {
        byte[] page = page(9);
        byte[] compressed = Zstd.compress(page);

        assertEquals("a page of " + compressed.length + " bytes does not unpack to 335 bytes: 334 bytes",
                refusal(compressed, page.length + 1));
        assertTrue(refusal(compressed, page.length - 1).contains("does not unpack to 333 bytes: "));
        assertTrue(refusal(new byte[20], page.length).startsWith("a page of 20 bytes"));
        assertArrayEquals(page, decompressed(compressed, page.length));
    }

    private static String refusal(byte[] in, int size) {
        return String.valueOf(assertThrows(IOException.class, () -> ZstdContexts.decompress(in, size)).getMessage());
    }
}
