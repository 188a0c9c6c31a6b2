package io.millrace.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevStackTest {
    private final DevStack stack;
    private final Path data;

    DevStackTest(@TempDir Path directory) {
        data = directory.resolve("data");
        stack = DevStack.start(DevStackConfig.ephemeral(data));
    }

    @BeforeAll
    void registersAContract() throws Exception {
        assertEquals(200, Clients.register(stack.registryUrl(), "orders"));
    }

    @AfterAll
    void closingLeavesNeitherProcessesNorData() {
        var broker = stack.broker().pid();
        var registry = stack.registry().pid();
        stack.close();
        assertFalse(ChildMains.lives(broker));
        assertFalse(ChildMains.lives(registry));
        assertFalse(data.toFile().exists(), "the data of an ephemeral stack is deleted");
    }

    @Test
    void recordsOfEveryCompressionComeBack() throws Exception {
        for (var compression : new String[]{"none", "lz4", "zstd", "snappy", "gzip"}) {
            Clients.produce(stack.bootstrapServers(), "by-" + compression, compression, compression, 50);
            assertEquals(50, Clients.consume(stack.bootstrapServers(), "by-" + compression, 50).size());
        }
        assertEquals(3, Clients.partitions(stack.bootstrapServers(), "by-lz4"));
    }

    @Test
    void acknowledgedRecordsSurviveAKillOfTheBroker() throws Exception {
        // given
        Clients.produce(stack.bootstrapServers(), "survivor", "lz4", "before", 100);
        // when
        stack.broker().kill();
        assertFalse(stack.broker().isAlive());
        stack.restartBroker();
        // then
        Clients.produce(stack.bootstrapServers(), "survivor", "zstd", "after", 100);
        assertEquals(200, Clients.consume(stack.bootstrapServers(), "survivor", 200).size());
    }

    @Test
    void registeredContractSurvivesAKillOfTheRegistry() throws Exception {
        // given
        assertEquals(200, Clients.register(stack.registryUrl(), "fresh"));
        // when
        stack.registry().kill();
        stack.restartRegistry();
        // then
        assertEquals(200, Clients.lookUp(stack.registryUrl(), "orders"));
        assertEquals(200, Clients.lookUp(stack.registryUrl(), "fresh"));
        assertEquals(404, Clients.lookUp(stack.registryUrl(), "never-registered"));
    }

    @Test
    void quietProcessesStillTellThatTheBrokerIsReady() {
        assertTrue(stack.broker().lastLines().contains(RunningBroker.READY), stack.broker().lastLines().toString());
    }
}
