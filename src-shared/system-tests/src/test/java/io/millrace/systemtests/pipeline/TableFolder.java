package io.millrace.systemtests.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;

/**
 * The files of a table, looked at without the table's own code.
 *
 * @param path
 *            the table's folder
 */
record TableFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    TableReader reader() {
        return EventTables.read(path);
    }

    /** How many rows the table has now; 0 when there is none yet. */
    long rows() {
        try (TableReader reader = reader()) {
            return reader.status().map(s -> s.rows()).orElse(0L);
        }
    }

    /** The newest version, -1 when there is no table. */
    long version() {
        try (TableReader reader = reader()) {
            return reader.status().map(s -> s.version()).orElse(-1L);
        }
    }

    /** Data files that no commit has ever added. */
    Set<String> orphans() {
        Set<String> orphans = new HashSet<>(dataFiles());
        orphans.removeAll(logged());
        return orphans;
    }

    private Set<String> dataFiles() {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(f -> f.toString().endsWith(".parquet")).map(f -> path.relativize(f).toString())
                    .filter(f -> !f.startsWith("_delta_log")).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> logged() {
        Set<String> added = new HashSet<>();
        try (Stream<Path> files = Files.list(path.resolve("_delta_log"))) {
            for (Path commit : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                for (String line : Files.readAllLines(commit)) {
                    JsonNode add = JSON.readTree(line).path("add");
                    if (!add.isMissingNode()) {
                        added.add(add.path("path").textValue());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return added;
    }
}
