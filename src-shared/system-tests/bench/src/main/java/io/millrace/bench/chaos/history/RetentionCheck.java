package io.millrace.bench.chaos.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Compares the files of a table with its log: a file, or a commit, that was in use within the retention must be there. Whatever
 * the clocks of the writers showed: the time of a commit is its change time ({@code ctime}), which no process can set.
 */
public final class RetentionCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path table;
    private final Instant limit;
    private final Discrepancies found;

    private RetentionCheck(Path table, Instant limit, Discrepancies found) {
        this.table = table;
        this.limit = limit;
        this.found = found;
    }

    /**
     * Checks a table in a local folder; none is fine.
     *
     * @param limit
     *            what was replaced before this time may be gone
     */
    public static void of(Path table, Instant limit, Discrepancies found) {
        if (Files.isDirectory(table.resolve("_delta_log"))) {
            try {
                new RetentionCheck(table, limit, found).check();
            } catch (IOException e) {
                throw new UncheckedIOException("The log of " + table + " cannot be read", e);
            }
        }
    }

    private void check() throws IOException {
        NavigableMap<Long, Path> commits = commits();
        NavigableMap<Long, Instant> times = times(commits);
        long first = commits.firstKey();
        if (first > 0 && !Objects.requireNonNull(times.get(first)).isBefore(limit)) {
            gone("the commits before version " + first);
        }
        for (long version = first; version <= commits.lastKey(); version++) {
            if (!commits.containsKey(version)) {
                gone("the commit of version " + version);
            }
        }
        for (Map.Entry<String, Instant> file : filesByEnd(commits, times).entrySet()) {
            if (!file.getValue().isBefore(limit) && !Files.exists(table.resolve(file.getKey()))) {
                gone("the file " + file.getKey());
            }
        }
    }

    private void gone(String what) {
        found.add(Discrepancy.FILE_GONE, "table " + table.getFileName() + " lacks " + what);
    }

    private NavigableMap<Long, Path> commits() throws IOException {
        try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
            NavigableMap<Long, Path> commits = new TreeMap<>();
            files.filter(file -> String.valueOf(file.getFileName()).matches("\\d{20}\\.json"))
                    .forEach(file -> commits.put(Long.parseLong(String.valueOf(file.getFileName()).substring(0, 20)),
                            file));
            return commits;
        }
    }

    /** When each version was committed: not after any later version, since a further name of its file changes its time. */
    private static NavigableMap<Long, Instant> times(NavigableMap<Long, Path> commits) throws IOException {
        NavigableMap<Long, Instant> times = new TreeMap<>();
        Instant next = Instant.MAX;
        for (Map.Entry<Long, Path> commit : commits.descendingMap().entrySet()) {
            Instant changed = ((FileTime) Files.getAttribute(commit.getValue(), "unix:ctime")).toInstant();
            next = changed.isBefore(next) ? changed : next;
            times.put(commit.getKey(), next);
        }
        return times;
    }

    /** When each file was replaced; {@link Instant#MAX} for those of the newest version. */
    private static Map<String, Instant> filesByEnd(NavigableMap<Long, Path> commits,
            NavigableMap<Long, Instant> times) throws IOException {
        Map<String, Instant> files = new HashMap<>();
        for (Map.Entry<Long, Path> commit : commits.entrySet()) {
            List<String> actions = Files.readAllLines(commit.getValue());
            for (String line : actions) {
                JsonNode action = JSON.readTree(line);
                if (action.has("remove")) {
                    files.put(path(action.path("remove")), times.get(commit.getKey()));
                }
            }
            for (String line : actions) {
                JsonNode action = JSON.readTree(line);
                if (action.has("add")) {
                    files.put(path(action.path("add")), Instant.MAX);
                }
            }
        }
        return files;
    }

    private static String path(JsonNode file) {
        return URI.create(file.path("path").asText()).getPath();
    }
}
