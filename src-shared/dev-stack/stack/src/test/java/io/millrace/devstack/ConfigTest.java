package io.millrace.devstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.jar.Attributes;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ConfigTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void nodeOfOneRoleListensForThatRoleOnly() {
        var node = BrokerConfig.single(directory, 21001, 21002, 3);
        assertEquals("PLAINTEXT://127.0.0.1:21001,CONTROLLER://127.0.0.1:21002",
                node.serverProperties().get("listeners"));
        assertEquals("PLAINTEXT://127.0.0.1:21001",
                node.with("process.roles", "broker").serverProperties().get("listeners"));
        var controller = node.with("process.roles", "controller").serverProperties();
        assertEquals("CONTROLLER://127.0.0.1:21002", controller.get("listeners"));
        assertFalse(controller.containsKey("advertised.listeners"));
    }

    @Test
    void nodesOfAClusterShareTheQuorumAndHaveEveryTopic() {
        var nodes = BrokerConfig.cluster(directory, List.of(21001, 21002, 21003, 21004, 21005, 21006), 12);
        assertEquals(3, nodes.size());
        assertEquals(3, nodes.stream().map(BrokerConfig::dataDir).distinct().count());
        for (var node : nodes) {
            var properties = node.serverProperties();
            assertEquals("1@127.0.0.1:21002,2@127.0.0.1:21004,3@127.0.0.1:21006",
                    properties.get("controller.quorum.voters"));
            assertEquals("3", properties.get("offsets.topic.replication.factor"));
            assertEquals("2", properties.get("min.insync.replicas"));
        }
        assertEquals("PLAINTEXT://127.0.0.1:21003,CONTROLLER://127.0.0.1:21004",
                nodes.get(1).serverProperties().get("listeners"));
    }

    @Test
    void overridesGoBeforeTheDefaults() {
        var node = BrokerConfig.single(directory, 21001, 21002, 3).with("num.partitions", "12")
                .with("min.insync.replicas", "2");
        assertEquals("12", node.serverProperties().get("num.partitions"));
        assertEquals("2", node.serverProperties().get("min.insync.replicas"));
        assertEquals("1@127.0.0.1:21002", node.serverProperties().get("controller.quorum.voters"));
    }

    @Test
    void freePortsAreDifferentAndBelowThoseOfTheKernel() {
        var ports = Ports.free(20);
        assertEquals(20, new HashSet<>(ports).size());
        assertTrue(ports.stream().allMatch(port -> port < 28_000 && !Ports.isOpen(port)), ports.toString());
    }

    @Test
    void takenPortIsNamedTogetherWithItsPurposeAndTheRemedy() throws Exception {
        try (var taken = new ServerSocket(Ports.free(), 1, InetAddress.getByAddress(new byte[]{127, 0, 0, 1}))) {
            var port = taken.getLocalPort();
            var free = Ports.free(3);
            var config = DevStackConfig.fixed(directory, free.get(0), free.get(1), port, free.get(2));
            var failure = Failures.of(DevStackException.class, () -> DevStack.start(config));
            assertTrue(failure.startsWith("Port " + port + ", meant for the registry, is in use"),
                    failure);
            assertTrue(failure.contains("choose another port"), failure);
        }
    }

    @Test
    void missingBuildIsNamedTogetherWithTheCommandThatMakesIt() {
        var empty = Failures.of(DevStackException.class, () -> new DevStackHome(directory));
        assertTrue(empty.contains("mvn -f src-shared/dev-stack/stack/pom.xml package"),
                empty);
        var nowhere = Failures.of(DevStackException.class, () -> DevStackHome.above(directory));
        assertTrue(nowhere.contains("not built"), nowhere);
    }

    @Test
    void homeIsFoundFromBelow() throws Exception {
        var dist = directory.resolve("src-shared/dev-stack/stack/target/dist");
        Files.createDirectories(dist.resolve("kafka"));
        Files.createDirectories(dist.resolve("registry"));
        Files.createFile(dist.resolve("registry/quarkus-run.jar"));
        var below = Files.createDirectories(directory.resolve("some-service/target"));
        assertEquals(dist.toAbsolutePath(), DevStackHome.above(below).directory());
    }

    @Test
    void commandLineIsTethered() {
        var words = JavaCommand.of("some.Main", "lib/*").heap("64m").property("key", 1).argument("last").words();
        assertEquals(List.of("-Xmx64m", "-Dkey=1", "-cp", "lib/*:" + ParentWatch.location(),
                "io.millrace.devstack.ParentWatch",
                "some.Main",
                "last"), words.subList(words.indexOf("-Xmx64m"), words.size()));
    }

    @Test
    void childOfAJvmThatCanBeQuietIsToldTo() {
        var words = JavaCommand.of("some.Main").words();
        assertEquals(Runtime.version().feature() >= 22, words.contains("--enable-native-access=ALL-UNNAMED"));
        assertEquals(Runtime.version().feature() >= 23, words.contains("--sun-misc-unsafe-memory-access=allow"));
        var other = JavaCommand.of("some.Main").onJava(Path.of("/other/bin/java")).words();
        assertFalse(other.contains("--enable-native-access=ALL-UNNAMED"));
        assertFalse(other.contains("--sun-misc-unsafe-memory-access=allow"));
    }

    @Test
    void whatAManifestOpensBecomesOptions() {
        var manifest = new Attributes();
        manifest.putValue("Add-Opens", "java.base/java.lang java.base/java.util");
        manifest.putValue("Enable-Native-Access", "ALL-UNNAMED");
        assertEquals(
                List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED"),
                ManifestOptions.of(manifest));
    }

    @Test
    void unknownAndIncompleteArgumentsOfTheMainAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> DevStackMain.config("--colour=red"));
        assertThrows(IllegalArgumentException.class, () -> DevStackMain.config("--kafka-port=21001"));
        var incomplete = Failures.of(IllegalArgumentException.class,
                () -> DevStackMain.config("--data-dir=" + directory, "--kafka-port=21001"));
        assertTrue(incomplete.contains("registry-port"), incomplete);
        assertEquals(5, DevStackMain.config("--data-dir=" + directory, "--partitions=5").defaultPartitions());
    }

    @Test
    void deletingTheDataSparesWhatIsNotOurs() throws Exception {
        Files.createDirectories(directory.resolve("data/kafka/topic-0"));
        Files.createFile(directory.resolve("data/kafka/topic-0/log"));
        Files.createFile(directory.resolve("data/mine"));
        DataDirectory.delete(directory.resolve("data"));
        assertEquals(List.of(directory.resolve("data/mine")), list(directory.resolve("data")));
    }

    private static List<Path> list(Path path) throws Exception {
        try (var entries = Files.list(path)) {
            return entries.toList();
        }
    }
}
