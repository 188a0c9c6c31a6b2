package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class RowChecksumTest {
    @Test
    void orderDoesNotMatterAndEveryRowDoes() {
        assertEquals(checksum("a", "b"), checksum("b", "a"));
        assertNotEquals(checksum("a", "b"), checksum("a", "c"));
        assertNotEquals(checksum("a"), checksum("a", "b", "b"));
        assertNotEquals(checksum("a", "a"), checksum("b", "b"));
    }

    @Test
    void itIsTheStartOfTheDigest() {
        // SHA-256 of "abc", FIPS 180-2 appendix B.1
        assertEquals("ba7816bf8f01cfea414140de5dae2223", checksum("abc"));
    }

    private static String checksum(String... rows) {
        RowChecksum checksum = new RowChecksum();
        for (String row : rows) {
            checksum.add(row);
        }
        return checksum.hex();
    }
}
