package io.millrace.table.mergerule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.util.Random;

import org.junit.jupiter.api.Test;

class EventKeyTest {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long M = 0xc6a4a7935bd1e995L;

    /** MurmurHash64A as its author published it, byte by byte. */
    private static long murmur(byte[] bytes, int from, int length, long seed) {
        long hash = seed ^ length * M;
        for (int at = 0; at < length; at += 8) {
            byte[] word = new byte[8];
            for (int i = 0; i < Math.min(8, length - at); i++) {
                word[7 - i] = bytes[from + at + i];
            }
            long k = new BigInteger(word).longValue();
            if (length - at >= 8) {
                k *= M;
                k ^= k >>> 47;
                k *= M;
            }
            hash = (hash ^ k) * M;
        }
        hash = (hash ^ hash >>> 47) * M;
        return hash ^ hash >>> 47;
    }

    @Test
    void theHashIsMurmurHashOfBothPartsWhereverTheyStand() {
        Random random = new Random(7);
        byte[] bytes = new byte[100];
        for (int pkLength = 0; pkLength < 40; pkLength++) {
            for (int idLength = 0; idLength < 40; idLength++) {
                random.nextBytes(bytes);
                long expected = murmur(bytes, 50, idLength, murmur(bytes, 3, pkLength, SEED));

                assertEquals(expected, EventKey.hash(bytes, 3, pkLength, bytes, 50, idLength));
            }
        }
    }

    @Test
    void whereOnePartEndsAndTheOtherBeginsMakesAnotherHash() {
        assertNotEquals(new EventKey("ab", "c").hash(), new EventKey("a", "bc").hash());
        assertNotEquals(new EventKey("a", "").hash(), new EventKey("", "a").hash());
    }
}
