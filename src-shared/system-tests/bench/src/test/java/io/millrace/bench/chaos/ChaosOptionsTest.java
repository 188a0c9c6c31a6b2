package io.millrace.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;

import io.millrace.launcher.local.WrongUseException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Wrong use is refused before anything is started. */
class ChaosOptionsTest {
    @Test
    void aFaultOfS3NeedsTablesInS3() {
        assertEquals("--faults s3-503 needs --storage s3.", refusal("--faults", "kill,s3-503"));
    }

    @Test
    void anUnknownFaultIsNamedWithThoseThatAreKnown() {
        String refusal = refusal("--faults", "flood");

        assertTrue(refusal.startsWith("--faults knows kill, ") && refusal.endsWith(", not 'flood'."), refusal);
    }

    @Test
    void aRunWithAGuardOffIsNoProof() {
        assertEquals("--record is for runs with all guards; leave --without out.",
                refusal("--without", "acks", "--record"));
    }

    private static String refusal(String... arguments) {
        Callable<Integer> chaos = new Chaos();
        new CommandLine(chaos).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return String.valueOf(Assertions.assertThrows(WrongUseException.class, chaos::call).getMessage());
    }
}
