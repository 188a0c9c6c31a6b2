package io.millrace.bench.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.devstack.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFaultTest {
    private final List<Integer> factors = new ArrayList<>();
    private List<Link> links;
    private Site site;

    @BeforeEach
    void open() {
        links = Stream.of("link to broker-1", "link to broker-2", "link to the registry")
                .map(name -> new Link(name, name.contains("broker") ? ProcessRole.BROKER : ProcessRole.REGISTRY,
                        Ports.free(), Ports.free()))
                .toList();
        site = new Site(StrikePlanTest.VICTIMS, StrikePlanTest.SECOND_BATCH, links, new NoCluster(), new NoTopic(),
                factors::add, Optional.empty());
    }

    @AfterEach
    void close() {
        links.forEach(Link::close);
    }

    @Test
    void faultsOfTheNetworkAreDoneToEachLinkAndToAllOfARole() {
        List<String> cuts = strikes(EnumSet.allOf(ProcessRole.class)).stream()
                .filter(strike -> strike.kind().equals("net-cut")).map(Strike::target).toList();

        assertEquals(List.of("the link to broker-1", "the link to broker-2", "the link to broker-1, link to broker-2"),
                cuts);
    }

    @Test
    void everyKindCanBeDoneAndIsDescribed(@TempDir Path folder) throws IOException {
        String description = Files.readString(Path.of("../../docs/proof.md"));
        try (StorageLink storage = new StorageLink(Ports.free(), Ports.free(), new SplittableRandom(1))) {
            List<Victim> victims = new ArrayList<>(site.victims());
            victims.addAll(StrikePlanTest.servicesWithLibrary(folder));
            site = new Site(victims, site.secondBatch(), links, site.cluster(), site.topic(), site.load(),
                    Optional.of(storage));
            for (FaultKind kind : FaultKind.ALL) {
                assertFalse(kind.strikes(site, EnumSet.allOf(ProcessRole.class)).isEmpty(), kind.label());
                assertTrue(description.contains("| `" + kind.label() + "` |"), kind.label());
            }
        }
    }

    @Test
    void whatWouldCoverUpAWriterThatStandsStillConcernsWriters(@TempDir Path folder) {
        List<Victim> victims = new ArrayList<>(site.victims());
        victims.addAll(StrikePlanTest.servicesWithLibrary(folder));
        site = new Site(victims, site.secondBatch(), links, site.cluster(), site.topic(), site.load(),
                Optional.empty());

        assertEquals(
                Set.of("all-of-role", "batch-twice", "clock-ahead-1h", "clock-ahead-8d", "clock-back-1h",
                        "clock-back-8d",
                        "disk-error-fsync", "disk-error-write", "disk-full", "disk-read-only", "disk-slow",
                        "files-exhausted", "kill", "offsets-reset",
                        "partitions-added", "rebalance-storm", "retention", "rolling", "stop", "stop-long", "term",
                        "topic-deleted",
                        "upkeep", "wipe"),
                FaultKind.ALL.stream().filter(kind -> kind.strikes(site, EnumSet.allOf(ProcessRole.class)).stream()
                        .anyMatch(Strike::concernsWriters)).map(FaultKind::label).collect(Collectors.toSet()));
    }

    @Test
    void aRoleThatIsNoTargetIsLeftAlone() {
        assertEquals(List.of("registry-away", "registry-slow"),
                strikes(EnumSet.of(ProcessRole.REGISTRY)).stream().map(Strike::kind).toList());
    }

    private List<Strike> strikes(Set<ProcessRole> targets) {
        return SiteFault.all().flatMap(kind -> kind.strikes(site, targets).stream()).toList();
    }

    @Test
    void faultsOfS3AreDoneToTablesInS3Only() throws IOException {
        assertEquals(List.of(), strikes(EnumSet.noneOf(ProcessRole.class)));

        try (StorageLink storage = new StorageLink(Ports.free(), Ports.free(), new SplittableRandom(1))) {
            site = new Site(site.victims(), site.secondBatch(), links, site.cluster(), site.topic(), site.load(),
                    Optional.of(storage));

            assertEquals(List.of("s3-503", "s3-500-after-success", "s3-slow"),
                    strikes(EnumSet.noneOf(ProcessRole.class)).stream().map(Strike::kind).toList());
        }
    }

    @Test
    void retentionNeedsAllWritersStopped() {
        assertEquals(List.of("rebalance-storm stream", "rebalance-storm stream", "offsets-reset stream"),
                strikes(EnumSet.of(ProcessRole.STREAM)).stream().map(Strike::kind).toList());
        assertEquals(
                List.of("rebalance-storm stream", "rebalance-storm stream", "offsets-reset stream", "batch-twice batch",
                        "retention"),
                strikes(EnumSet.of(ProcessRole.STREAM, ProcessRole.BATCH)).stream().map(Strike::kind).toList());
    }

    @Test
    void aSurgeEndsEvenIfItIsInterrupted() {
        Strike surge = new Surge().strikes(site, EnumSet.noneOf(ProcessRole.class)).getFirst();
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> surge.action().run(new SplittableRandom(1)));
        assertEquals(List.of(10, 1), factors);
    }

    private record NoTopic() implements Topic {
        @Override
        public void alone(Change change) {
            throw new AssertionError();
        }

        @Override
        public void grow(int partitions) {
            throw new AssertionError();
        }

        @Override
        public void replace(long awayMillis) {
            throw new AssertionError();
        }

        @Override
        public void overtakeReaders(SplittableRandom random) {
            throw new AssertionError();
        }
    }

    /** Nothing is asked before a fault is done. */
    private record NoCluster() implements Cluster {
        @Override
        public String leader(int partition) {
            throw new AssertionError();
        }

        @Override
        public int partitions() {
            throw new AssertionError();
        }

        @Override
        public String controller() {
            throw new AssertionError();
        }

        @Override
        public void resetOffsets(boolean end) {
            throw new AssertionError();
        }
    }
}
