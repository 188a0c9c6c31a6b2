package io.millrace.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Follows the Delta log of a table from outside, commit by commit, so that the process under measurement is asked nothing. */
final class TableLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WATERMARK = "millrace/";
    private static final String AUDIT = "millrace-audit/";

    /**
     * The table after a commit.
     *
     * @param commits
     *            how many there were, the first included
     * @param offsets
     *            the sum of the watermarks: how many records the table has taken in
     * @param audited
     *            the sum of the audited offsets
     * @param added
     *            data files that were ever added
     * @param files
     *            data files
     * @param rows
     *            their rows
     * @param bytes
     *            their size
     */
    record State(long commits, long offsets, long audited, long added, long files, long rows, long bytes) {}

    /** A data file, as its {@code add} describes it. */
    private record DataFile(long rows, long bytes) {}

    private final Path folder;
    private final Map<String, Long> marks = new HashMap<>();
    private final Map<String, DataFile> files = new HashMap<>();
    private long commits;
    private long added;
    private long rows;
    private long bytes;

    TableLog(Path table) {
        this.folder = table.resolve("_delta_log");
    }

    /** Reads the commits that came since the last call. */
    State read() throws IOException {
        for (Path next = next(); Files.exists(next); next = next()) {
            for (String line : Files.readAllLines(next)) {
                apply(JSON.readTree(line));
            }
            commits++;
        }
        return new State(commits, sum(WATERMARK), sum(AUDIT), added, files.size(), rows, bytes);
    }

    private Path next() {
        return folder.resolve("%020d.json".formatted(commits));
    }

    private void apply(JsonNode action) throws IOException {
        JsonNode mark = action.path("txn");
        if (!mark.isMissingNode()) {
            marks.put(mark.path("appId").asText(), mark.path("version").asLong());
        }
        JsonNode add = action.path("add");
        if (!add.isMissingNode()) {
            long inFile = JSON.readTree(add.path("stats").asText()).path("numRecords").asLong();
            DataFile file = new DataFile(inFile, add.path("size").asLong());
            count(files.put(add.path("path").asText(), file), -1);
            count(file, 1);
            added++;
        }
        count(files.remove(action.path("remove").path("path").asText()), -1);
    }

    private void count(@Nullable DataFile file, int times) {
        if (file != null) {
            rows += times * file.rows;
            bytes += times * file.bytes;
        }
    }

    private long sum(String prefix) {
        return marks.entrySet().stream().filter(mark -> mark.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue).sum();
    }
}
