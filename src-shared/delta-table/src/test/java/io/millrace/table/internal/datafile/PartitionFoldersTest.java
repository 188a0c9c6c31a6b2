package io.millrace.table.internal.datafile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.millrace.table.internal.log.ActiveFile;
import org.junit.jupiter.api.Test;

class PartitionFoldersTest {
    /** {@code ExternalCatalogUtils} of Spark escapes these. */
    private static final String ESCAPED_BY_SPARK = "\"#%'*/:=?\\{[]^\u0001\b\t\n\u000b\f\r\u001f\u007f";
    private static final String LEFT_BY_SPARK = "!$&()+,-.;<>@_`|}~";

    private static String folder(String value) {
        return PartitionFolders.of(List.of("c"), Map.of("c", value), false);
    }

    @Test
    void charactersAreEscapedThatSparkEscapes() {
        for (char c : ESCAPED_BY_SPARK.toCharArray()) {
            assertEquals(String.format("c=a%%%02Xb/", (int) c), folder("a" + c + "b"));
        }
        assertEquals("c=" + LEFT_BY_SPARK + "/", folder(LEFT_BY_SPARK));
        assertEquals("c=é日🚀/", folder("é日🚀"));
    }

    @Test
    void whatNoFileSystemOrListingOfABucketTakesIsEscaped() {
        assertEquals("c=%00%EF%BF%BE%EF%BF%BF%3F/", folder("\u0000\ufffe\uffff\ud800"));
    }

    @Test
    void aProcessThatCannotNameFilesBeyondAsciiEscapesTheirBytes() {
        assertEquals("c=%C3%A9%F0%9F%9A%80x/", PartitionFolders.of(List.of("c"), Map.of("c", "é🚀x"), true));
    }

    @Test
    void aNameThatIsTooLongIsCutBetweenCharactersAndStillDiffersFromOthers() {
        for (String character : List.of("a", "é", "日", "🚀", "/")) {
            for (int more = 0; more < 4; more++) {
                String value = "x".repeat(more) + character.repeat(300);
                String name = folder(value).replace("/", "");

                assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= 255, name);
                assertTrue(name.matches("c=x*(" + character.replace("/", "%2F") + ")+~[0-9a-f]{16}"), name);
                assertNotEquals(name, folder(value + "y").replace("/", ""));
            }
        }
    }

    @Test
    void manyLongNamesTogetherLeaveRoomForTheTableInAKeyOfS3() {
        String value = "v".repeat(300);

        String folder = PartitionFolders.of(List.of("a", "b", "c", "d"),
                Map.of("a", value, "b", value, "c", value, "d", value), false);

        assertTrue(folder.length() <= 516, folder);
        assertEquals(4, folder.chars().filter(c -> c == '/').count());
    }

    @Test
    void aNameOfAColumnThatIsTooLongIsCutAsWell() {
        String column = "c".repeat(300);

        assertEquals(256, PartitionFolders.of(List.of(column), Map.of(column, "v"), false).length());
    }

    @Test
    void aPathInTheLogIsAUriThatSparkWritesInTheSameWay() {
        assertEquals("region=New%2520York/part-1.parquet", ActiveFile.encoded("region=New%20York/part-1.parquet"));
        assertEquals("region=é日🚀/a%20b%7C%22", ActiveFile.encoded("region=é日🚀/a b|\""));
    }
}
