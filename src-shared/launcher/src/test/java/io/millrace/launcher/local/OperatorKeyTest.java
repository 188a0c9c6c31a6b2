package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.millrace.contracts.access.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of the console of a local system. */
class OperatorKeyTest {
    @TempDir
    Path data;

    @Test
    void theKeyIsKnownToTheServiceStaysTheSameAndIsForItsOwnerAlone() throws IOException {
        ApiKeys keys = ApiKeys.in(OperatorKey.keysFile(data));
        String key = Files.readString(OperatorKey.file(data)).strip();

        assertTrue(keys.ofKey(key).orElseThrow().isAdmin());
        assertFalse(Files.readString(OperatorKey.keysFile(data)).contains(key));
        assertEquals(key, Files.readString(OperatorKey.file(data)).strip());
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(OperatorKey.file(data))));
    }
}
