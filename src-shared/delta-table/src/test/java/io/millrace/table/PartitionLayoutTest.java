package io.millrace.table;

import static io.millrace.table.Fixture.SHAPE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.millrace.table.Fixture.Visit;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Some readers take the values of partition columns from the names of folders, as Spark writes them. */
@Tag("process")
class PartitionLayoutTest {
    private static final TableShape BY_DATE_AND_REGION = new TableShape(SHAPE.columns(),
            List.of("event_date", "region"), SHAPE.keys());
    private static final List<String> ODD = OddTexts.all();
    private static final Pattern ADDED = Pattern.compile("\"add\":\\{\"path\":\"([^\"]*)\"");
    /** Less of them: each is a request for each file. */
    private static final List<String> IN_A_BUCKET = List.of("New York", "a+b", "%20", "#?", "a/../b", "//", "\u0001",
            "\u0085", "\u00e9", "\ud83d\ude80", "\ufffe", "", "\u00e9".repeat(200));
    private static final int LONGEST_NAME = 255;
    private static final int PREFIX_OF_THE_TABLE = 400;
    private static final int LONGEST_KEY = 1024;

    @TempDir
    Path folder;

    static Stream<Arguments> placesWithValues(@TempDir Path folder) {
        return Stream.of(Arguments.of(new TableLocation.Folder(folder.resolve("table")), ODD),
                Arguments.of(S3Tables.at(UUID.randomUUID().toString()), IN_A_BUCKET));
    }

    @Test
    void aFolderIsNamedAfterItsValueAsSparkEscapesIt() {
        merge(folder, 0, 0, "New York", "eu/west", OddTexts.NULL_FOLDER);

        assertEquals(new TreeSet<>(List.of("region=New%20York", "region=eu%2Fwest",
                "region=%5F_HIVE_DEFAULT_PARTITION__")), regionFolders());
    }

    @Test
    void theNameOfAFolderDecodesToTheValue() {
        merge(folder, 0, 0, OddTexts.SHORT.toArray(String[]::new));

        assertEquals(new TreeSet<>(OddTexts.SHORT), new TreeSet<>(regionFolders().stream()
                .map(name -> URLDecoder.decode(name.substring("region=".length()).replace("+", "%2B"),
                        StandardCharsets.UTF_8))
                .toList()));
    }

    @Test
    void nullAndTheEmptyTextAreTheSamePartition() throws IOException {
        merge(folder, 0, 0, "", null);

        assertEquals(new TreeSet<>(List.of("region=" + OddTexts.NULL_FOLDER)), regionFolders());
        assertEquals(1, Aging.dataFiles(folder).size());
        String commit = Files.readString(Aging.commits(folder).getLast());
        assertTrue(commit.contains("\"region\":null") && !commit.contains("\"region\":\"\""), commit);
    }

    @Test
    void noNameIsLongerThanFileSystemsAndBucketsTake() {
        merge(folder, 0, 0, OddTexts.LONG.toArray(String[]::new));

        assertEquals(OddTexts.LONG.size(), regionFolders().size());
        for (Path file : Aging.dataFiles(folder)) {
            String path = folder.relativize(file).toString();
            for (String name : path.split("/")) {
                assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME, name);
            }
            assertTrue(path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY - PREFIX_OF_THE_TABLE, path);
        }
    }

    @Test
    void thePathInTheLogIsAUriOfTheFile() throws IOException {
        merge(folder, 0, 0, ODD.toArray(String[]::new));

        List<String> paths = ADDED.matcher(Files.readString(Aging.commits(folder).getLast())).results()
                .map(found -> found.group(1)).toList();
        assertEquals(Aging.dataFiles(folder), paths.stream().map(path -> folder.resolve(URI.create(path).getPath()))
                .sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("placesWithValues")
    void rowsAreFoundAgainReplacedCompactedAndKeptByVacuum(TableLocation place, List<String> values) {
        merge(place, 0, 0, values.toArray(String[]::new));
        List<String> again = new ArrayList<>(values);
        again.add("one more");

        var redelivered = merge(place, values.size(), 0, again.toArray(String[]::new));
        var revised = merge(place, values.size() + again.size(), 1, values.toArray(String[]::new));

        assertEquals(values.size(), redelivered.duplicates());
        assertEquals(values.size(), revised.replaced());
        assertEquals(wanted(again), regions(place));
        compactAndVacuum(place);
        assertEquals(wanted(again), regions(place));
    }

    @Test
    void aTableWithTheFoldersOfAnEarlierReleaseGoesOn() throws IOException {
        merge(folder, 0, 0, "New York", "eu");
        asAnEarlierReleaseNamedIt("New York");

        assertEquals(2, merge(folder, 2, 0, "New York", "eu").duplicates());
        assertEquals(List.of("New York", "eu"), regions(new TableLocation.Folder(folder)));
        var more = merge(folder, 4, 0, "New York", "eu", "New York");
        var revised = merge(folder, 7, 1, "New York");

        assertEquals(List.of(2, 1), List.of(more.duplicates(), revised.replaced()));
        assertEquals(List.of("New York", "New York", "eu"), regions(new TableLocation.Folder(folder)));
        compactAndVacuum(new TableLocation.Folder(folder));
        assertEquals(List.of("New York", "New York", "eu"), regions(new TableLocation.Folder(folder)));
    }

    private void asAnEarlierReleaseNamedIt(String value) throws IOException {
        Path commit = Aging.commits(folder).getLast();
        String text = Files.readString(commit);
        for (Path file : Aging.dataFiles(folder)) {
            Path named = folder.relativize(file);
            Path before = named.getName(0).resolve("region=x" + Integer.toHexString(value.hashCode()))
                    .resolve(named.getName(2));
            String path = text.replaceAll("(?s).*\"path\":\"([^\"]*" + named.getName(2) + ")\".*", "$1");
            if (!path.contains("region=eu/")) {
                Files.createDirectories(folder.resolve(before.subpath(0, 2)));
                Files.move(file, folder.resolve(before));
                text = text.replace(path, before.toString());
            }
        }
        Files.writeString(commit, text);
    }

    private static MergeOutcome.Merged merge(Path folder, long from, long revision, @Nullable String... regions) {
        return merge(new TableLocation.Folder(folder), from, revision, regions);
    }

    /** Merges an event for each region, whose key is its place among them. */
    private static MergeOutcome.Merged merge(TableLocation place, long from, long revision,
            @Nullable String... regions) {
        List<EventRow> rows = new ArrayList<>();
        for (String region : regions) {
            EventRow row = Visit.of("pk" + rows.size(), "1").revised(revision, revision).row(0, from + rows.size(),
                    "stream");
            row.values().put("region", region);
            rows.add(row);
        }
        try (EventTable table = EventTables.open(place, BY_DATE_AND_REGION,
                new WriterOptions("stream", Duration.ofDays(30), 64L << 20))) {
            return (MergeOutcome.Merged) table.merge(new MicroBatch(BY_DATE_AND_REGION, Fixture.TOPIC_ID, rows,
                    Map.of(0, new OffsetRange(from, from + rows.size()))));
        }
    }

    private static void compactAndVacuum(TableLocation place) {
        try (TableMaintenance upkeep = EventTables.maintenance(place, BY_DATE_AND_REGION,
                new MaintenanceOptions("upkeep", 1L << 20, 2,
                        10L << 20, Duration.ofHours(1), Duration.ofHours(1)))) {
            upkeep.compact();
            upkeep.vacuum();
            upkeep.vacuum();
        }
    }

    private static List<String> wanted(List<String> values) {
        return values.stream().map(value -> value.isEmpty() ? "null" : value).sorted().toList();
    }

    private static List<String> regions(TableLocation place) {
        return Fixture.column(place, "region").stream().map(String::valueOf).sorted().toList();
    }

    private TreeSet<String> regionFolders() {
        TreeSet<String> names = new TreeSet<>();
        for (Path file : Aging.dataFiles(folder)) {
            names.add(folder.relativize(file).getName(1).toString());
        }
        return names;
    }
}
