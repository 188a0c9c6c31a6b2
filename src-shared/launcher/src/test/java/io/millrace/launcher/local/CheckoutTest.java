package io.millrace.launcher.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    @Test
    void anUnbuiltCheckoutNamesWhatIsMissing(@TempDir Path folder) {
        // when
        var refusal = assertThrows(LauncherException.class, new Checkout(folder)::requireBuilt);
        // then
        assertTrue(String.valueOf(refusal.getMessage()).contains("ingest-service/target/quarkus-app/quarkus-run.jar"));
        assertTrue(String.valueOf(refusal.getMessage()).endsWith("Run ./millrace build"));
    }

    @Test
    void aFileInPlaceOfTheDataFolderIsRefused(@TempDir Path folder) throws Exception {
        // given
        Path file = Files.writeString(folder.resolve("data"), "x");
        // then
        assertThrows(LauncherException.class, () -> Checkout.requireUsable(file));
    }

    @Test
    void stateOfAnotherProcessThanTheOneThatWroteItIsNotRunning(@TempDir Path folder) throws Exception {
        // given
        Checkout checkout = new Checkout(folder);
        Files.createDirectories(checkout.dataRoot());
        UpState mine = UpState.ofThisProcess(folder, SystemPorts.STANDARD, true);
        // when
        mine.write(checkout);
        // then
        assertEquals(Optional.of(mine), UpState.running(checkout));
        new UpState(mine.pid(), mine.startedMillis() - 1000, mine.data(), mine.ports(), true, mine.ends())
                .write(checkout);
        assertFalse(UpState.running(checkout).isPresent());
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[]{127, 0, 0, 1}))) {
            // given
            SystemPorts ports = SystemPorts.from(taken.getLocalPort());
            // when
            var refusal = assertThrows(LauncherException.class, ports::requireFree);
            // then
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("Port " + taken.getLocalPort()
                    + ", meant for ingest-service, is in use"));
        }
    }
}
