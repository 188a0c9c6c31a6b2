package io.millrace.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import io.millrace.devstack.Ports;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void aBrokerThatTakesConnectionsAndNeverAnswersIsNotReady() throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<Integer> ports = Ports.free(7);
            StatusText status = StatusText.of(UpState.ofThisProcess(Path.of("data"),
                    new SystemPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3), hanging.getLocalPort(),
                            ports.get(4), ports.get(5), ports.get(6)),
                    true));

            assertTrue(status.text().lines().anyMatch(line -> line.matches(" *kafka +NOT READY .*")), status::text);
            assertFalse(status.allReady());
        }
    }
}
