package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.millrace.devstack.s3.S3Server;
import io.millrace.table.s3.SharedS3Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a native image cannot carry must not creep in: it would work on the JVM and fail there. */
@Tag("process")
class CanaryTest {
    /** The classes of hadoop-client-api that Parquet and Kernel name in signatures. */
    private static final Set<String> KNOWN_HADOOP = Set.of(
            "org.apache.hadoop.fs.FileStatus", "org.apache.hadoop.fs.LocatedFileStatus",
            "org.apache.hadoop.fs.PathFilter", "org.apache.hadoop.io.Writable",
            "org.apache.hadoop.io.compress.zlib.ZlibCompressor$CompressionLevel",
            "org.apache.hadoop.mapreduce.InputFormat", "org.apache.hadoop.mapreduce.JobContext",
            "org.apache.hadoop.mapreduce.MRJobConfig", "org.apache.hadoop.mapreduce.RecordReader",
            "org.apache.hadoop.mapreduce.lib.input.FileInputFormat",
            "org.apache.hadoop.mapreduce.lib.input.FileInputFormat$1",
            "org.apache.hadoop.mapreduce.lib.input.InvalidInputException");
    private static final List<String> BANNED_JARS = List.of("hadoop-client-runtime", "hadoop-common", "scala-library",
            "delta-storage", "delta-standalone", "unitycatalog", "commons-logging", "aws-crt", "netty-nio-client");
    private static final List<String> BANNED_PACKAGES = List.of("scala.",
            "com.github.luben.zstd.ZstdInputStream", "com.github.luben.zstd.ZstdOutputStream",
            "com.github.luben.zstd.RecyclingBufferPool", "org.xerial.snappy.", "net.jpountz.",
            "org.apache.parquet.hadoop.codec.Snappy",
            "org.apache.parquet.hadoop.codec.Zstandard", "org.apache.commons.logging.");

    @TempDir
    Path folder;

    @Test
    void aTableInAFolderLoadsNothingThatANativeImageCannotCarry() throws Exception {
        CanaryFlight flight = CanaryFlight.of(folder, List.of(), folder.resolve("table").toString());

        assertCarried(flight);
    }

    @Test
    void aTableInS3LoadsNothingThatANativeImageCannotCarry() throws Exception {
        CanaryFlight flight = CanaryFlight.of(folder, SharedS3Server.options(),
                SharedS3Server.get().endpoint().toString(), S3Server.BUCKET, "canary-" + folder.getFileName());

        assertTrue(flight.classes().contains("software.amazon.awssdk.services.s3.S3Client"), "it was not in S3");
        assertCarried(flight);
    }

    /** A locale with other digits, and one with another upper case of i. */
    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "tr-TR"})
    void theTableHasTheSameNamesWhateverTheLocaleOfTheMachine(String locale) throws Exception {
        String[] parts = locale.split("-");
        var unused = CanaryFlight.of(folder,
                List.of("-Duser.language=" + parts[0], "-Duser.country=" + parts[1]),
                folder.resolve("table").toString());

        try (Stream<Path> log = Files.list(folder.resolve("table/_delta_log"))) {
            List<String> names = log.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.contains("00000000000000000001.json"), names::toString);
            assertEquals(List.of(), names.stream().filter(name -> !name.matches("[0-9a-z_.-]+")).toList());
        }
    }

    @Test
    void whoDragsHadoopInIsNamed() throws Exception {
        CanaryFlight flight = CanaryFlight.of(folder, List.of(), folder.resolve("table").toString(),
                "org.apache.hadoop.fs.Path");

        assertTrue(unknownHadoop(flight).contains("org.apache.hadoop.fs.Path"));
    }

    @Test
    void whoDragsAnotherCodecInIsNamedWithItsNativeLibrary() throws Exception {
        CanaryFlight flight = CanaryFlight.of(folder, List.of(), folder.resolve("table").toString(),
                "org.xerial.snappy.Snappy");

        assertTrue(flight.startingWith(BANNED_PACKAGES).contains("org.xerial.snappy.Snappy"));
        assertEquals(mapped("libsnappyjava", "libzstd-jni"), flight.nativeLibraries());
    }

    @Test
    void noHadoopRuntimeAndNoScalaIsOnTheClassPath() {
        List<String> jars = List.of(CanaryFlight.classPath().split(File.pathSeparator));

        assertTrue(jars.stream().anyMatch(jar -> jar.contains("hadoop-client-api")), "the class path is not read");
        assertEquals(List.of(), jars.stream().filter(jar -> BANNED_JARS.stream().anyMatch(jar::contains)).toList());
    }

    private static void assertCarried(CanaryFlight flight) {
        assertTrue(flight.classes().contains("io.millrace.table.internal.log.kernel.CheckpointWriter"),
                "the log of classes is not read");
        assertEquals(Set.of(), unknownHadoop(flight));
        assertEquals(Set.of(), flight.startingWith(BANNED_PACKAGES));
        assertEquals(mapped("libzstd-jni"), flight.nativeLibraries());
    }

    /** These, where the system shows them. */
    private static Set<String> mapped(String... libraries) {
        return Files.exists(CanaryMain.MAPS) ? Set.of(libraries) : Set.of();
    }

    private static Set<String> unknownHadoop(CanaryFlight flight) {
        Set<String> hadoop = flight.startingWith(List.of("org.apache.hadoop."));
        hadoop.removeAll(KNOWN_HADOOP);
        return hadoop;
    }
}
