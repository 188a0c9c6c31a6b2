package io.millrace.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Makes a table look as if its commits had been made over a longer time, and looks into its folder. */
final class Aging {
    private Aging() {}

    /** Spreads the commits evenly; the newest was made now, and all data files before all of them. */
    static void spread(Path table, Duration betweenCommits) {
        List<Path> commits = files(table.resolve("_delta_log"), ".json");
        Instant now = Instant.now();
        Instant first = now.minus(betweenCommits.multipliedBy(commits.size()));
        for (int i = 0; i < commits.size(); i++) {
            touch(commits.get(i), now.minus(betweenCommits.multipliedBy(commits.size() - 1L - i)));
        }
        dataFiles(table).forEach(file -> touch(file, first));
    }

    static void touch(Path file, Instant at) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(at));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> dataFiles(Path table) {
        return files(table, ".parquet").stream().filter(file -> !file.toString().contains("_delta_log")).toList();
    }

    static List<Path> commits(Path table) {
        return files(table.resolve("_delta_log"), ".json");
    }

    private static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
