package io.millrace.devstack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class OwnerDeathTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(10);

    @TempDir
    Path directory = Path.of("");

    @Test
    void brokerAndRegistryDieWithAnOwnerThatIsKilled() {
        // given
        var command = JavaCommand.of(DevStackMain.class.getName()).small().property(DevStackHome.PROPERTY, home())
                .argument("--data-dir=" + directory.resolve("data"));
        try (var owner = ChildProcess.start(ChildSpec.of("owner", command, directory.resolve("owner.log")))) {
            owner.awaitReady(() -> owner.lastLines().stream().anyMatch(line -> line.startsWith("READY kafka=")), START);
            var children = ProcessHandle.of(owner.pid()).stream().flatMap(ProcessHandle::children).toList();
            assertEquals(2, children.size());
            // when
            owner.kill();
            // then
            await("all children are dead").atMost(END).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void sharedStackMovesToAnotherMemberWithItsDataAndEndsWithTheLast() throws Exception {
        // given two members, the first of which owns the stack
        var data = directory.resolve("shared");
        var ports = Ports.free(4);
        var config = DevStackConfig.fixed(data, ports.get(0), ports.get(1), ports.get(2), ports.get(3));
        try (var first = join("first", config)) {
            first.awaitReady(() -> first.lastLines().contains("joined"), START);
            try (var second = join("second", config)) {
                second.awaitReady(() -> second.lastLines().contains("joined"), START);
                assertEquals(0, children(second));
                Clients.produce(config.bootstrapServers(), "kept", "lz4", "value", 10);
                // when
                first.kill();
                // then
                await("the second member runs broker and registry").atMost(START).until(() -> children(second) == 2);
                await("broker and registry serve again").atMost(START).until(config::isServing);
                assertEquals(10, Clients.consume(config.bootstrapServers(), "kept", 10).size());
            }
        }
        assertTrue(config.hasFreePorts());
        assertFalse(data.resolve("kafka").toFile().exists(), "the last one deletes the data");
    }

    private ChildProcess join(String name, DevStackConfig config) {
        var command = ChildMains.command(ChildMains.Joiner.class).property(DevStackHome.PROPERTY, home())
                .argument(config.dataDir().toString());
        var ports = Stream.of(config.kafkaPort(), config.controllerPort(), config.registryPort(),
                config.registryManagementPort());
        for (var port : ports.toList()) {
            command = command.argument(port.toString());
        }
        return ChildProcess.start(ChildSpec.of(name, command, directory.resolve(name + ".log")));
    }

    private static long children(ChildProcess owner) {
        return ProcessHandle.of(owner.pid()).stream().flatMap(ProcessHandle::children).count();
    }

    private static Path home() {
        return DevStackHome.find().directory();
    }
}
