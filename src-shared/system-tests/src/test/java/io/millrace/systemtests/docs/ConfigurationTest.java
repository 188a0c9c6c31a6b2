package io.millrace.systemtests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.millrace.contracts.settings.SettingVariables;
import io.millrace.systemtests.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tables of keys in {@code configuration.md}, against the configuration of the packaged services. */
@Tag("packaged")
class ConfigurationTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(millrace\\.[^`]+)` \\|(.*)\\|$");

    /** A row of a table: the cells after the key. */
    private record Row(String key, Set<String> cells) {}

    @Test
    void everyKeyOfTheServicesIsDocumentedWithItsDefaultAndNoOtherIs() throws Exception {
        Map<String, String> defaults = new TreeMap<>();
        for (String service : Set.of("ingest-service", "stream-service", "batch-service")) {
            defaults.putAll(ServiceConfiguration.of(service).defaults());
        }
        Map<String, Row> rows = rows();

        assertTrue(defaults.size() > 20, "only found " + defaults.keySet());
        assertEquals(new TreeSet<>(defaults.keySet()), new TreeSet<>(rows.keySet()));
        defaults.forEach((key, value) -> {
            if (!value.isEmpty()) {
                Row row = Objects.requireNonNull(rows.get(key), key);
                assertTrue(row.cells().contains("`" + value + "`"),
                        key + " has the default " + value + ", the document says " + row.cells());
            }
        });
    }

    @Test
    void theKeysByWhichServicesKnowVariablesAreTheDocumentedOnes() throws Exception {
        assertEquals(new TreeSet<>(rows().keySet()), new TreeSet<>(SettingVariables.keys()));
    }

    private static Map<String, Row> rows() throws IOException {
        return Files.readAllLines(Repository.directory().resolve("src-shared/docs/configuration.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(m -> new Row(m.group(1),
                        Arrays.stream(m.group(2).split("\\|")).map(String::strip).collect(Collectors.toSet())))
                .collect(Collectors.toMap(Row::key, row -> row, (a, b) -> b, TreeMap::new));
    }
}
