package io.millrace.table;

import static io.millrace.table.Fixture.DAY;
import static io.millrace.table.Fixture.NOW;
import static io.millrace.table.Fixture.TOPIC_ID;
import static io.millrace.table.Fixture.batch;
import static io.millrace.table.Fixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import io.millrace.table.Fixture.Visit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DeltaEventTableTest implements EventTableContract {
    private static final int HISTORIES_IN_TURNS = RandomCases.of(140);
    private static final int HISTORIES_AT_ONCE = RandomCases.of(60);

    @TempDir
    Path folder;

    @Override
    public TableBackend place() {
        return new DeltaBackend(folder.resolve("table"));
    }

    @Test
    void anyHistoryOfWritersInTurnsLeavesWhatTheLawSays() throws Exception {
        for (int seed = 0; seed < HISTORIES_IN_TURNS; seed++) {
            assertEquals(List.of(), new RandomHistory(seed).inTurns(new DeltaBackend(folder.resolve("turns-" + seed))));
        }
    }

    @Test
    void anyHistoryOfWritersAtOnceLeavesWhatTheLawSays() throws Exception {
        for (int seed = 0; seed < HISTORIES_AT_ONCE; seed++) {
            assertEquals(List.of(), new RandomHistory(seed).atOnce(new DeltaBackend(folder.resolve("once-" + seed))));
        }
    }

    @Test
    void aTableWithManyCommitsIsReadBackFromItsCheckpoint() {
        EventTable table = open(folder, "stream");
        for (int i = 0; i < 45; i++) {
            table.merge(batch(0, i, Visit.of("pk" + i, "1").at(NOW + i * DAY, i % 3 == 0 ? "us" : "eu")));
        }
        table.close();

        try (EventTable reopened = open(folder, "batch")) {
            assertTrue(reopened.status().lastCheckpoint() >= 20, "no checkpoint was written");
            assertEquals(45, reopened.status().rows());
            assertEquals(OptionalLong.of(45), reopened.watermark(new SourcePartition(TOPIC_ID, 0)));
            assertEquals(new MergeOutcome.Merged(46, 0, 0, 1, 0, 1),
                    reopened.merge(batch(0, 45, Visit.of("pk7", "1"))));
        }
    }

    @Test
    void theStatisticsOfATextFollowTheOrderOfItsCodePoints() throws Exception {
        try (EventTable table = place().open(Fixture.SHAPE, "stream")) {
            table.merge(batch(0, 0, Visit.of("\uFFFD", "1"), Visit.of("\uD83C\uDF0D", "1"), Visit.of("z", "1")));
        }

        String commit = Files.readString(folder.resolve("table/_delta_log/00000000000000000001.json"));
        String max = commit.substring(commit.indexOf("maxValues"), commit.indexOf("nullCount"));
        assertTrue(max.contains("\\\"pk\\\":\\\"\uD83C\uDF0D\\\""), max);
    }
}
