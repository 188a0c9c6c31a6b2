package io.millrace.landing.audit;

import static io.millrace.landing.audit.AuditFixture.MEMORY;
import static io.millrace.landing.audit.AuditFixture.TOPIC;
import static io.millrace.landing.audit.AuditFixture.event;
import static io.millrace.landing.audit.AuditFixture.poison;
import static io.millrace.landing.audit.AuditFixture.torn;
import static io.millrace.landing.audit.AuditFixture.underAnotherKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyAuditTest {
    private static final String NEXT = "BBBBBBBBBBBBBBBBBBBBBB";
    private static final Duration MONTH = Duration.ofDays(30);
    private static final OffsetRange TEN = new OffsetRange(0, 10);
    private static final int PARTITIONS = 3;
    private static final int OFFSETS = 1_500;

    @TempDir
    private Path folder;
    private AuditFixture fixture;
    private long versionOfOldRows;

    @BeforeEach
    void open() {
        fixture = new AuditFixture(folder);
    }

    /** Plants differences of eleven kinds among healthy records of five kinds; returns those to be found. */
    private Set<String> plant(Random random) {
        Set<String> planted = new TreeSet<>();
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> old = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> landed = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int half = 0; half < OFFSETS / 2; half++) {
                int first = half;
                int second = half + OFFSETS / 2;
                String at = partition + "/" + first;
                String pk = "pk" + at;
                ConsumerRecord<byte[], byte[]> event = event(partition, first, pk, Duration.ofHours(3));
                switch (random.nextInt(17)) {
                    case 0 -> { // an event that was not merged
                        read.add(event);
                        planted.add("gap " + at);
                    }
                    case 1 -> { // a record that is no event and has no letter
                        read.add(poison(partition, first));
                        planted.add("gap " + at);
                    }
                    case 2 -> { // a row where Kafka has no record
                        old.add(event);
                        planted.add("ghost " + at);
                    }
                    case 3 -> { // a row where Kafka has another record, which was not merged
                        old.add(event);
                        read.add(event(partition, first, "other" + at));
                        planted.add("ghost " + at);
                        planted.add("gap " + at);
                    }
                    case 4 -> { // a row where Kafka has another record, which was merged from another offset too
                        old.add(event);
                        read.add(event(partition, first, "again" + at));
                        read.add(event(partition, second, "again" + at));
                        landed.add(event(partition, second, "again" + at));
                        planted.add("ghost " + at);
                    }
                    case 5 -> { // two rows of a key that was sent twice
                        old.add(event);
                        read.add(event);
                        read.add(event(partition, second, pk));
                        landed.add(event(partition, second, pk));
                        planted.add("doubled " + pk);
                    }
                    case 6 -> { // two rows of a key of which Kafka has one record
                        old.add(event);
                        read.add(event);
                        landed.add(event(partition, second, pk));
                        planted.add("doubled " + pk);
                        planted.add("ghost " + partition + "/" + second);
                    }
                    case 7 -> { // an event that was sent twice and not merged
                        read.add(event);
                        read.add(event(partition, second, pk));
                        planted.add("gap " + at);
                        planted.add("gap " + partition + "/" + second);
                    }
                    case 8 -> { // no record at all
                    }
                    case 9 -> { // a record that is no event and has a letter
                        read.add(poison(partition, first));
                        fixture.lettered.add(at);
                    }
                    case 10 -> { // an event that has a letter
                        read.add(event);
                        fixture.lettered.add(at);
                    }
                    case 11 -> { // a row whose record is no event any more
                        old.add(event);
                        read.add(poison(partition, first));
                    }
                    case 12 -> { // a record that is no event, has no letter, and looks like an event that was merged
                        old.add(event);
                        read.add(event);
                        read.add(torn(partition, second, pk));
                        planted.add("gap " + partition + "/" + second);
                    }
                    case 13 -> { // the same under the Kafka key of another
                        read.add(underAnotherKey(partition, first, pk));
                        read.add(event(partition, second, pk));
                        landed.add(event(partition, second, pk));
                        planted.add("gap " + at);
                    }
                    case 14 -> { // two rows of a key, of whose records one is no event and has no letter
                        old.add(event);
                        read.add(event);
                        read.add(torn(partition, second, "torn" + at));
                        landed.add(event(partition, second, pk));
                        planted.add("doubled " + pk);
                    }
                    default -> { // an event that was sent twice and merged once
                        old.add(event);
                        read.add(event);
                        read.add(event(partition, second, pk));
                    }
                }
            }
        }
        fixture.land(PARTITIONS, new OffsetRange(0, OFFSETS / 2), old, MONTH);
        versionOfOldRows = fixture.version();
        // a writer that forgets too early
        fixture.land(PARTITIONS, new OffsetRange(OFFSETS / 2, OFFSETS), landed, Duration.ofHours(1));
        fixture.audited(PARTITIONS, new OffsetRange(0, OFFSETS), read);
        return planted;
    }

    @Test
    void eachPlantedDifferenceIsNamedAndNoneIsInvented() {
        Set<String> planted = plant(new Random(17));
        assertTrue(planted.size() > 1_000, () -> planted.size() + " planted");

        assertEquals(planted, fixture.findings(MEMORY));
    }

    @Test
    void sharesFindTheSame() {
        Set<String> planted = plant(new Random(19));
        assertTrue(planted.size() > 1_000, () -> planted.size() + " planted");

        assertEquals(planted, fixture.findingsOfShares(OFFSETS / 2, versionOfOldRows));
    }

    @Test
    void severalPassesOverTheTableFindTheSame() {
        Set<String> planted = plant(new Random(18));
        // memory for the offsets, and for fewer keys than there are
        long memory = 2L * RowsByOffset.BYTES_PER_OFFSET * PARTITIONS * OFFSETS;
        assertTrue(memory / 2 / KeyHashes.BYTES_PER_KEY < 2L * OFFSETS);

        assertEquals(planted, fixture.findings(memory));
    }

    @Test
    void aHealthyTableIsReadOnceAndHasNoFinding() {
        List<ConsumerRecord<byte[], byte[]>> records = List.of(event(0, 0, "a"), event(0, 1, "a"), event(0, 4, "b"));
        fixture.land(1, TEN, records, MONTH);
        fixture.audited(1, TEN, records);

        assertEquals(new AuditCounts(3, 2, 0, 0, 0, 0), fixture.counts(true));
        assertEquals(1, fixture.readings);
    }

    @Test
    void rowsOfAKeyThatAreTheHorizonApartAreTwoEvents() {
        List<ConsumerRecord<byte[], byte[]>> first = List.of(event(0, 0, "a", Duration.ofDays(40)));
        List<ConsumerRecord<byte[], byte[]>> second = List.of(event(0, 12, "a"));
        fixture.land(1, TEN, first, MONTH);
        fixture.land(1, new OffsetRange(10, 20), second, MONTH);
        fixture.audited(1, new OffsetRange(0, 20), List.of(first.getFirst(), second.getFirst()));

        assertEquals(new AuditCounts(2, 2, 0, 0, 0, 0), fixture.counts(true));
    }

    @Test
    void whereKafkaMayHaveHadARecordARowIsNoGhost() {
        fixture.land(1, TEN, List.of(event(0, 3, "a"), event(0, 5, "b")), MONTH);
        fixture.audited(1, TEN, List.of(event(0, 5, "b")));
        fixture.complete = Map.of(new SourcePartition(TOPIC, 0), new OffsetRange(4, 10));

        assertEquals(new AuditCounts(1, 1, 0, 0, 0, 1), fixture.counts(true));
    }

    @Test
    void rowsOutsideOfTheWindowAreComparedOnRequestOnly() {
        // given two rows of a key, both below the window
        fixture.land(1, TEN, List.of(event(0, 1, "a", Duration.ofHours(3))), MONTH);
        fixture.land(1, new OffsetRange(10, 20), List.of(event(0, 11, "a")), Duration.ofHours(1));
        fixture.ranges.put(new SourcePartition(TOPIC, 0), new OffsetRange(15, 20));

        assertEquals(new AuditCounts(0, 0, 0, 0, 0, 2), fixture.counts(false));
        assertEquals(new AuditCounts(0, 0, 0, 0, 1, 2), fixture.counts(true));
    }

    @Test
    void aRowFromAnOffsetThatNoMergeHasReachedIsAGhostEvenWhereTheTopicIsNotKnown() {
        // given rows above the watermark, of a partition that no merge has read, and below the first offset
        fixture.land(1, TEN, List.of(event(0, 3, "a")), MONTH);
        fixture.insert(List.of(event(0, 10, "b"), event(0, 1_000_000, "c"), event(77, 3, "d"), event(0, -1, "e")));
        fixture.audited(1, TEN, List.of(event(0, 3, "a")));

        assertEquals(new AuditCounts(1, 5, 0, 4, 0, 0), fixture.counts(true));
        assertEquals(Set.of("ghost 0/10", "ghost 0/1000000", "ghost 77/3", "ghost 0/-1"), fixture.findings(MEMORY));
    }

    @Test
    void aRowThatARebuildReadAboveTheWatermarkIsNotJudged() {
        fixture.land(1, TEN, List.of(event(0, 3, "a")), MONTH);
        fixture.rebuilds(12);
        fixture.insert(List.of(event(0, 10, "b"), event(0, 12, "c")));
        fixture.audited(1, TEN, List.of(event(0, 3, "a")));

        assertEquals(new AuditCounts(1, 2, 0, 1, 0, 1), fixture.counts(true));
        assertEquals(Set.of("ghost 0/12"), fixture.findings(MEMORY));
    }

    @Test
    void aShareComparesTheRowsInNewFilesWhoseOffsetsWereAuditedBefore() {
        // given ten offsets that were audited, of which Kafka has deleted the first two
        List<ConsumerRecord<byte[], byte[]>> records = List.of(event(0, 0, "a", Duration.ofHours(3)),
                event(0, 3, "b", Duration.ofHours(3)), event(0, 5, "c"));
        fixture.land(1, new OffsetRange(0, 5), records.subList(0, 2), MONTH);
        fixture.land(1, new OffsetRange(5, 10), records.subList(2, 3), MONTH);
        fixture.audited(1, TEN, records.subList(1, 3));
        fixture.complete = Map.of(new SourcePartition(TOPIC, 0), new OffsetRange(2, 10));
        Set<String> found = new TreeSet<>();
        assertEquals(0, fixture.share(0, 10, -1, found).findings());
        // when rows are added: of no record, of the record of another event, of a record that is gone, a second one of a
        // key, and far above the watermark
        long version = fixture.version();
        fixture.insert(List.of(event(0, 4, "x"), event(0, 5, "y"), event(0, 1, "z"), event(0, 10_000, "w")));
        fixture.insert(List.of(event(0, 3, "b")), Duration.ofHours(1));
        // then a share without offsets names them
        assertEquals(new AuditCounts(0, 4, 0, 3, 1, 1), fixture.share(10, 10, version, found));
        assertEquals(Set.of("ghost 0/4", "ghost 0/5", "ghost 0/10000", "doubled b"), found);
        // and a share that has seen these files does not
        found.clear();
        assertEquals(new AuditCounts(0, 0, 0, 0, 0, 0), fixture.share(10, 10, fixture.version(), found));
        // nor one after the rows were copied to other files
        version = fixture.version();
        fixture.insert(List.of(event(0, 4, "c", Duration.ZERO, 1)));
        assertEquals(new AuditCounts(0, 0, 0, 0, 0, 0), fixture.share(10, 10, version, found));
    }

    @Test
    void rowsOfATopicThatIsGoneAreNotJudged() {
        fixture.land(1, TEN, List.of(event(0, 3, "a")), MONTH);
        fixture.ranges.put(new SourcePartition(NEXT, 0), TEN);

        assertEquals(new AuditCounts(0, 0, 0, 0, 0, 1), fixture.counts(true));
    }

    @Test
    void rowsOfATopicThatIsGoneAreNotJudgedWhereItsRecordsAreNotRead() {
        // given a topic that was deleted when six of its ten offsets were in the bronze table, and its successor
        fixture.land(1, TEN, List.of(event(0, 3, "a"), event(0, 8, "b")), MONTH);
        fixture.land(NEXT, 1, TEN, List.of(event(0, 2, "c")), MONTH);
        fixture.insert(List.of(event(0, 4, "d")));
        // when
        fixture.audited(1, new OffsetRange(0, 6), List.of(event(0, 3, "a")));
        fixture.ranges.put(new SourcePartition(NEXT, 0), TEN);
        // then
        assertEquals(Set.of("ghost 0/2", "ghost 0/4"), fixture.findings(MEMORY));
        assertEquals(new AuditCounts(1, 3, 0, 2, 0, 1), fixture.counts(true));
    }

    @Test
    void withoutTheOldestLettersARecordThatIsNoEventIsNotJudged() {
        fixture.land(1, TEN, List.of(event(0, 3, "a")), MONTH);
        fixture.audited(1, TEN, List.of(event(0, 3, "a"), poison(0, 4), event(0, 5, "b")));
        fixture.allLetters = false;

        assertEquals(new AuditCounts(3, 1, 1, 0, 0, 1), fixture.counts(true));
    }

    @Test
    void moreOffsetsThanTheMemoryHoldsAreRefused() {
        fixture.land(1, TEN, List.of(event(0, 3, "a")), MONTH);
        fixture.ranges.put(new SourcePartition(TOPIC, 0), new OffsetRange(0, 1 << 22));

        assertThrows(IllegalArgumentException.class, () -> fixture.findings(1 << 20));
    }
}
