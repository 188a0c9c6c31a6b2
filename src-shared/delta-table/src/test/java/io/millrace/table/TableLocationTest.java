package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableLocationTest {
    @ParameterizedTest
    @CsvSource({"s3://lake/a/b, a/b", "s3://lake/a/b/, a/b", "s3://lake//a, a", "s3://lake, ''", "s3://lake/, ''"})
    void aBucketMayHaveAPrefix(String text, String prefix) {
        assertEquals(new TableLocation.S3Bucket("lake", prefix, S3Options.AWS),
                TableLocation.parse(text, S3Options.AWS));
    }

    @ParameterizedTest
    @CsvSource({"tables, tables", "/tables, /tables", "file:/tables, /tables", "file:///tables, /tables"})
    void anythingElseIsAFolder(String text, Path path) {
        assertEquals(new TableLocation.Folder(path), TableLocation.parse(text, S3Options.AWS));
    }

    @Test
    void aTableLiesBelowItsRoot() {
        assertEquals(new TableLocation.S3Bucket("lake", "a/visits", S3Options.AWS),
                TableLocation.parse("s3://lake/a", S3Options.AWS).resolve("visits"));
        assertEquals(new TableLocation.S3Bucket("lake", "visits", S3Options.AWS),
                TableLocation.parse("s3://lake", S3Options.AWS).resolve("visits"));
        assertEquals(new TableLocation.Folder(Path.of("/tables/visits")),
                TableLocation.parse("/tables", S3Options.AWS).resolve("visits"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:///prefix", "s3://", "s3a://lake/a", "hdfs://host/a"})
    void aPlaceOfAnotherKindIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TableLocation.parse(text, S3Options.AWS));
    }
}
