package io.millrace.bench.chaos.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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
    /** Upkeep may remove a commit that is listed and not read yet. */
    private static final int READINGS = 5;

    private final Path table;
    private final Instant limit;
    private final List<String> gone = new ArrayList<>();

    private RetentionCheck(Path table, Instant limit) {
        this.table = table;
        this.limit = limit;
    }

    /**
     * Checks a table in a local folder, while upkeep may work on it.
     *
     * @param limit
     *            what was replaced before this time may be gone
     * @return how many files and commits that were replaced are gone; empty without a table
     */
    public static OptionalLong of(Path table, Instant limit, Discrepancies found) {
        if (!Files.isDirectory(table.resolve("_delta_log"))) {
            return OptionalLong.empty();
        }
        Optional<List<String>> before = Optional.empty();
        for (int reading = 1;; reading++) {
            RetentionCheck check = new RetentionCheck(table, limit);
            try {
                long removed = check.check();
                if (check.gone.isEmpty() || before.isPresent()) {
                    check.gone.stream().filter(before.orElse(List.of())::contains)
                            .forEach(what -> found.addOnce(Discrepancy.FILE_GONE,
                                    "table " + table.getFileName() + " lacks " + what));
                    return OptionalLong.of(removed);
                }
                // A list that was made while files came and went is no proof; what is gone is gone in the next one, too.
                before = Optional.of(check.gone);
            } catch (NoSuchFileException e) {
                if (reading == READINGS) {
                    throw new UncheckedIOException("The log of " + table + " cannot be read", e);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The log of " + table + " cannot be read", e);
            }
        }
    }

    private long check() throws IOException {
        NavigableMap<Long, Path> commits = commits();
        NavigableMap<Long, Instant> times = times(commits);
        long first = commits.firstKey();
        if (first > 0 && !Objects.requireNonNull(times.get(first)).isBefore(limit)) {
            gone.add("the commits before version " + first);
        }
        for (long version = first; version <= commits.lastKey(); version++) {
            if (!commits.containsKey(version)) {
                gone.add("the commit of version " + version);
            }
        }
        long removed = 0;
        for (Map.Entry<String, Instant> file : filesByEnd(commits, times).entrySet()) {
            if (!Files.exists(table.resolve(file.getKey()))) {
                if (file.getValue().isBefore(limit)) {
                    removed++;
                } else {
                    gone.add("the file " + file.getKey());
                }
            }
        }
        return removed + first;
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
