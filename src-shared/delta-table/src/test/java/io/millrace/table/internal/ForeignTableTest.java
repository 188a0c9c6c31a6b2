package io.millrace.table.internal;

import static io.millrace.table.Fixture.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.millrace.table.DeltaBackend;
import io.millrace.table.EventTable;
import io.millrace.table.Fixture;
import io.millrace.table.Fixture.Visit;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableRefusedException;
import io.millrace.table.factory.EventTables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that ask of their writers what Millrace does not do: found so, or become so while writers are at work. */
class ForeignTableTest {
    /** The schema is JSON within a text of the log. */
    private static final String ESCAPED_QUOTE = "\\\"";

    @TempDir
    Path folder;

    /** A feature, as it stands in the log of a table that has it. */
    enum Feature {
        DELETION_VECTORS(features(3, "deletionVectors"), "deletionVectors"), //
        COLUMN_MAPPING(legacy(2, 5), "columnMapping"), //
        IDENTITY_COLUMNS(legacy(1, 6), "identityColumns"), //
        GENERATED_COLUMNS(legacy(1, 4), "generatedColumns"), //
        CHANGE_DATA_FEED(legacy(1, 4), "changeDataFeed"), //
        CHECK_CONSTRAINTS(legacy(1, 3), "checkConstraints"), //
        ROW_TRACKING(features(1, "rowTracking\", \"domainMetadata"), "rowTracking"), //
        CHECKPOINTS_V2(features(3, "v2Checkpoint"), "v2Checkpoint"), //
        TYPE_WIDENING(features(3, "typeWidening"), "typeWidening"), //
        TIMESTAMP_WITHOUT_ZONE(features(3, "timestampNtz"), "timestampNtz"), //
        COLUMN_DEFAULTS(features(1, "allowColumnDefaults"), "allowColumnDefaults"), //
        CLUSTERING(features(1, "clustering\", \"domainMetadata"), "clustering"), //
        ONE_THAT_NOBODY_KNOWS(features(3, "timeTravelForward"), "timeTravelForward"), //
        ONE_OF_WRITERS_THAT_NOBODY_KNOWS(features(1, "selfHealing"), "selfHealing"), //
        READER_OF_THE_FUTURE(legacy(4, 7), "(4, 7)"), //
        WRITER_OF_THE_FUTURE(legacy(1, 8), "(1, 8)"), //
        APPEND_ONLY(property("delta.appendOnly", "true"), "delta.appendOnly"), //
        FORGETS_WATERMARKS(property("delta.setTransactionRetentionDuration", "interval 7 days"),
                "delta.setTransactionRetentionDuration"), //
        INVARIANT(column("long", true, "'delta.invariants':'x'"), "delta.invariants"), //
        COLUMN_OF_ANOTHERS_MAKING(column("short", true, ""), "short"), //
        COLUMN_THAT_MUST_HAVE_A_VALUE(column("long", false, ""), "theirs");

        private final UnaryOperator<String> change;
        private final String named;

        Feature(UnaryOperator<String> change, String named) {
            this.change = change;
            this.named = named;
        }

        private static UnaryOperator<String> legacy(int reader, int writer) {
            return log -> log.replaceFirst("\\{\"protocol.*",
                    "{\"protocol\":{\"minReaderVersion\":" + reader + ",\"minWriterVersion\":" + writer + "}}");
        }

        private static UnaryOperator<String> features(int reader, String names) {
            return log -> log.replaceFirst("\\{\"protocol.*", "{\"protocol\":{\"minReaderVersion\":" + reader
                    + ",\"minWriterVersion\":7"
                    + (reader == 3 ? ",\"readerFeatures\":[\"" + names + "\"]" : "") + ",\"writerFeatures\":[\"" + names
                    + "\"]}}");
        }

        private static UnaryOperator<String> property(String name, String value) {
            return log -> log.replace("\"configuration\":{", "\"configuration\":{\"" + name + "\":\"" + value + "\",");
        }

        private static UnaryOperator<String> column(String type, boolean nullable, String metadata) {
            return log -> log.replace("'fields':[".replace("'", ESCAPED_QUOTE),
                    ("'fields':[{'name':'theirs','type':'" + type + "','nullable':" + nullable + ",'metadata':{"
                            + metadata + "}},").replace("'", ESCAPED_QUOTE));
        }
    }

    @BeforeEach
    void aTable() {
        try (EventTable table = open()) {
            table.merge(batch(0, 0, Visit.of("a", "1")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatHasTheFeatureIsRefusedByName(Feature feature) throws IOException {
        Path first = commit(0);
        Files.writeString(first, changed(feature));
        long files = files();

        try (EventTable table = open()) {
            var refused = assertThrows(TableRefusedException.class,
                    () -> table.merge(batch(0, 1, Visit.of("b", "1"))));

            assertNames(refused, feature);
        }
        assertEquals(files, files());
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatGetsTheFeatureIsRefusedByAWriterAtWork(Feature feature) throws IOException {
        try (EventTable table = open()) {
            table.merge(batch(0, 1, Visit.of("b", "1")));
            Files.writeString(commit(3), changed(feature));
            long files = files();

            var refused = assertThrows(TableRefusedException.class,
                    () -> table.merge(batch(0, 2, Visit.of("c", "1"))));

            assertNames(refused, feature);
            assertEquals(files, files());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETION_VECTORS", "COLUMN_MAPPING", "CHANGE_DATA_FEED", "APPEND_ONLY"})
    void upkeepRefusesItToo(Feature feature) throws IOException {
        Files.writeString(commit(0), changed(feature));
        long files = files();

        try (TableMaintenance upkeep = EventTables.maintenance(folder, Fixture.SHAPE, new MaintenanceOptions("upkeep",
                1 << 20, 2, 1 << 20, Duration.ofHours(1), Duration.ofHours(1)))) {
            assertNames(assertThrows(TableRefusedException.class, upkeep::compact), feature);
        }
        assertEquals(files, files());
    }

    @Test
    void propertiesThatNobodyMindsAreNoReason() throws IOException {
        Files.writeString(commit(0), Files.readString(commit(0)).replace("\"configuration\":{",
                "\"configuration\":{\"delta.appendOnly\":\"false\",\"delta.logRetentionDuration\":\"interval 9 days\","));

        try (EventTable table = open()) {
            table.merge(batch(0, 1, Visit.of("b", "1")));
            assertEquals(2, table.status().rows());
        }
    }

    private String changed(Feature feature) throws IOException {
        String whole = Files.readString(commit(0));
        String changed = feature.change.apply(whole);
        assertTrue(!changed.equals(whole), "nothing was changed in " + whole);
        return changed;
    }

    private static void assertNames(TableRefusedException refused, Feature feature) {
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(feature.named), message);
        assertTrue(Stream.of("choose another folder", "not one that Millrace writes", "not every event has a value")
                .anyMatch(message::contains), "names no remedy: " + message);
    }

    private EventTable open() {
        return new DeltaBackend(folder).open(Fixture.SHAPE, "stream");
    }

    private Path commit(long version) {
        return folder.resolve("_delta_log").resolve(String.format("%020d.json", version));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
