package io.millrace.bench.race;

import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Counts what the processes of a race report, one line each. Thread-safe. */
final class RaceStatistics {
    private final TreeMap<String, Long> commitsByWriter = new TreeMap<>();
    private long committed;
    private long attempts;
    private long mostAttempts;
    private long cut;
    private final TreeMap<String, Long> rawCommitsByWriter = new TreeMap<>();
    private long compacted;
    private long abandoned;

    /** Takes a line; returns whether it is one of statistics. */
    synchronized boolean take(String line) {
        String[] words = line.split(" ");
        if (words.length != 3) {
            return false;
        }
        switch (words[0]) {
            case "commit" -> {
                committed++;
                attempts += Long.parseLong(words[2]);
                mostAttempts = Math.max(mostAttempts, Long.parseLong(words[2]));
                commitsByWriter.merge(words[1], 1L, Long::sum);
            }
            case "raw" -> rawCommitsByWriter.merge(words[1], 1L, Long::sum);
            case "cut" -> cut++;
            case "compacted" -> {
                compacted += Long.parseLong(words[1]);
                abandoned += Long.parseLong(words[2]);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    synchronized long committed() {
        return committed;
    }

    synchronized void report(ObjectNode report) {
        report.put("attempts_per_commit", Math.round(100.0 * attempts / Math.max(1, committed)) / 100.0)
                .put("most_attempts", mostAttempts).put("commits", committed).put("batches_cut_whole", cut)
                .put("files_compacted", compacted).put("compactions_abandoned", abandoned);
        commitsByWriter.forEach(report.putObject("commits_by_writer")::put);
        rawCommitsByWriter.forEach(report.putObject("raw_commits_by_writer")::put);
    }
}
