package io.millrace.systemtests.dashboards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checked-in files are the generated ones. {@code -Dmillrace.dashboards.write=true} writes them. */
class DashboardFilesTest {
    private static final String REMEDY = "Run this test with -Dmillrace.dashboards.write=true";

    static List<String> names() {
        return Dashboards.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFileIsTheOneThatFollowsFromTheDescription(String name) throws IOException {
        Path file = Dashboards.file(name);
        if (Boolean.getBoolean("millrace.dashboards.write")) {
            Files.createDirectories(Dashboards.FOLDER);
            Files.writeString(file, Dashboards.json(name));
        }
        assertTrue(Files.exists(file), () -> file + " is missing. " + REMEDY);
        assertEquals(Dashboards.json(name), Files.readString(file), REMEDY);
    }

    @Test
    void thereIsNoOtherFile() throws IOException {
        try (Stream<Path> files = Files.list(Dashboards.FOLDER)) {
            assertEquals(names().stream().map(Dashboards::file).collect(Collectors.toSet()),
                    files.filter(file -> file.toString().endsWith(".json")).collect(Collectors.toSet()));
        }
    }

    @Test
    void eachDashboardHasAnAddressOfItsOwn() {
        assertEquals(names().size(), names().stream().map(name -> Dashboards.named(name).uid()).distinct().count());
    }

    @Test
    void theReadmeSaysWhatEachAnswers() throws IOException {
        String readme = Files.readString(Dashboards.FOLDER.resolve("README.md"));
        Set<String> missing = names().stream().filter(name -> !readme.contains("| `" + name + ".json` | "
                + Dashboards.named(name).description() + " |")).collect(Collectors.toSet());
        assertEquals(Set.of(), missing);
    }
}
