package io.millrace.table.quarkus.deployment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builder of a native image is given for an application that has the extension; the builder is not run. */
@Tag("slow")
class NativeSourcesTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void build() throws Exception {
        Path application = Files.createDirectory(folder.resolve("classes"));
        Path target = Files.createDirectory(folder.resolve("target"));
        Properties asNativeSources = new Properties();
        asNativeSources.setProperty("quarkus.native.enabled", "true");
        asNativeSources.setProperty("quarkus.native.sources-only", "true");
        asNativeSources.setProperty("quarkus.package.jar.enabled", "false");
        try (CuratedApplication curated = QuarkusBootstrap.builder().setApplicationRoot(application)
                .setProjectRoot(Path.of("").toAbsolutePath()).setTargetDirectory(target).setBaseName("table")
                .setMode(QuarkusBootstrap.Mode.PROD).setLocalProjectDiscovery(true).setIsolateDeployment(false)
                .setBuildSystemProperties(asNativeSources).build().bootstrap()) {
            curated.createAugmentor().createProductionApplication();
        }
    }

    @Test
    void parquetMayNameTheJdksDirectBuffers() throws IOException {
        assertTrue(Files.readString(sources().resolve("native-image.args"))
                .contains("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"));
    }

    @Test
    void theBitPackersAreReflective() throws IOException {
        assertTrue(inTheImage("META-INF/native-image/reflect-config.json").contains(
                "\"org.apache.parquet.column.values.bitpacking.ByteBitPackingLE\",\"fields\":[{\"name\":\"factory\"}]"));
    }

    @Test
    void zstdsLibraryIsAResource() throws IOException {
        assertTrue(inTheImage("META-INF/native-image/resource-config.json").contains("libzstd-jni-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.hadoop", "com.github.luben.zstd", "software.amazon.awssdk"})
    void thePackageIsInitializedAtRunTime(String name) throws IOException {
        assertTrue(inTheImage("io/quarkus/runner/Feature.class").contains(name));
    }

    @Test
    void theSubstitutionsAreOnTheClassPathOfTheImage() throws IOException {
        try (Stream<Path> libraries = Files.list(sources().resolve("lib"))) {
            assertTrue(libraries.anyMatch(
                    file -> file.getFileName().toString().startsWith("io.millrace.delta-table-quarkus-")));
        }
    }

    private static String inTheImage(String entry) throws IOException {
        try (Stream<Path> files = Files.list(sources())) {
            Path runner = files.filter(file -> file.toString().endsWith("-runner.jar")).findFirst().orElseThrow();
            try (JarFile jar = new JarFile(runner.toFile())) {
                return new String(jar.getInputStream(new ZipEntry(entry)).readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        }
    }

    private static Path sources() {
        return folder.resolve("target/native-sources");
    }
}
