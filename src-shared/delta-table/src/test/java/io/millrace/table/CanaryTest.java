package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a native image cannot carry must not creep in: it would work on the JVM and fail there. */
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
            "delta-storage", "delta-standalone", "unitycatalog", "commons-logging");
    private static final List<String> BANNED_PACKAGES = List.of("scala.",
            "com.github.luben.zstd.ZstdInputStream", "com.github.luben.zstd.ZstdOutputStream",
            "com.github.luben.zstd.RecyclingBufferPool", "org.xerial.snappy.", "net.jpountz.",
            "org.apache.parquet.hadoop.codec.Snappy",
            "org.apache.parquet.hadoop.codec.Zstandard", "org.apache.commons.logging.");
    private static final Pattern LOADED = Pattern.compile("(\\S+) source: .*");

    @TempDir
    Path folder;

    @Test
    void aMergeWithACheckpointLoadsNoHadoopBeyondTheKnownClassesAndNoCodecByStreams() throws Exception {
        Path loaded = folder.resolve("loaded.txt");
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xlog:class+load=info:file=" + loaded + ":none", "-cp",
                classPath(), CanaryMain.class.getName(), folder.resolve("table").toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("output.txt").toFile()).start();
        assertTrue(child.waitFor(60, TimeUnit.SECONDS), "the canary hangs");
        assertEquals(0, child.exitValue(), Files.readString(folder.resolve("output.txt")));

        Set<String> classes = Files.readAllLines(loaded).stream().map(LOADED::matcher).filter(m -> m.matches())
                .map(m -> m.group(1)).collect(Collectors.toSet());

        assertTrue(classes.contains("io.millrace.table.internal.CheckpointParquet"), "the log of classes is not read");
        Set<String> hadoop = of(classes, List.of("org.apache.hadoop."));
        hadoop.removeAll(KNOWN_HADOOP);
        assertEquals(Set.of(), hadoop);
        assertEquals(Set.of(), of(classes, BANNED_PACKAGES));
    }

    @Test
    void noHadoopRuntimeAndNoScalaIsOnTheClassPath() {
        List<String> jars = List.of(classPath().split(File.pathSeparator));

        assertTrue(jars.stream().anyMatch(jar -> jar.contains("hadoop-client-api")), "the class path is not read");
        assertEquals(List.of(), jars.stream().filter(jar -> BANNED_JARS.stream().anyMatch(jar::contains)).toList());
    }

    private static Set<String> of(Set<String> classes, List<String> prefixes) {
        return classes.stream().filter(name -> prefixes.stream().anyMatch(name::startsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
