package io.millrace.table.quarkus.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.quarkus.deployment.builditem.nativeimage.ReflectiveFieldBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedPackageBuildItem;
import org.junit.jupiter.api.Test;

/** A name that a dependency no longer has is registered in silence and missed at run time: these tests miss it first. */
class TableStepsTest {
    private static final Pattern BIT_PACKER = Pattern
            .compile("(org/apache/parquet/column/values/bitpacking/[A-Za-z]+)\\.class");

    private final TableSteps steps = new TableSteps();

    @Test
    void everyBitPackerThatParquetLooksUpByNameIsRegistered() throws IOException {
        List<ReflectiveFieldBuildItem> fields = new ArrayList<>();
        steps.bitPackers(fields::add);

        Set<String> registered = fields.stream().map(f -> f.getDeclaringClass() + "." + f.getName())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> lookedUp = resources().stream().map(BIT_PACKER::matcher).filter(Matcher::matches)
                .map(m -> loaded(m.group(1).replace('/', '.'))).filter(TableStepsTest::hasFactory)
                .map(type -> type.getName() + ".factory").collect(Collectors.toCollection(TreeSet::new));
        assertEquals(lookedUp, registered);
    }

    @Test
    void theResourceIsZstdsLibraryForThisProcessorAndNoOther() throws IOException {
        List<Pattern> patterns = steps.zstdLibrary().getIncludePatterns().stream().map(Pattern::compile).toList();

        Set<String> included = resources().stream()
                .filter(name -> patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches()))
                .collect(Collectors.toSet());

        assertEquals(1, included.size(), included::toString);
        assertTrue(included.iterator().next().contains(System.getProperty("os.arch")), included::toString);
    }

    @Test
    void everyPackageThatIsInitializedAtRunTimeIsThere() throws IOException {
        List<RuntimeInitializedPackageBuildItem> packages = new ArrayList<>();
        steps.initializedWhenTheyAreUsed(packages::add);
        Set<String> resources = resources();

        assertEquals(3, packages.size());
        for (RuntimeInitializedPackageBuildItem item : packages) {
            String folder = item.getPackageName().replace('.', '/') + "/";
            assertTrue(resources.stream().anyMatch(name -> name.startsWith(folder)), item::getPackageName);
        }
    }

    private static boolean hasFactory(Class<?> type) {
        return Arrays.stream(type.getFields()).anyMatch(field -> "factory".equals(field.getName()));
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, TableStepsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> resources() throws IOException {
        Set<String> resources = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.isRegularFile(Path.of(entry))) {
                try (JarFile jar = new JarFile(entry)) {
                    jar.stream().forEach(file -> resources.add(file.getName()));
                }
            }
        }
        return resources;
    }
}
