package io.millrace.bench.simulation.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.bench.simulation.world.CommitRecorder;

/** Checks, for the moment at which each file was deleted, that no version within the retention had it: later on it may be old enough. */
final class DeletionCheck {
    private DeletionCheck() {}

    static List<Violation> of(String table, History history, List<CommitRecorder.Deletion> deletions) {
        Map<String, Long> ends = ends(table, history);
        List<Violation> violations = new ArrayList<>();
        for (CommitRecorder.Deletion deletion : deletions) {
            Long end = ends.get(deletion.path());
            if (end != null && end > deletion.atMillis() - WorldCheck.RETENTION) {
                violations.add(
                        new Violation(Invariant.FILE_GONE, deletion.path() + " was deleted though a version had it "
                                + (end == Long.MAX_VALUE ? "for good" : deletion.atMillis() - end + " ms before")));
            }
        }
        return violations;
    }

    /** When the last version with each file was replaced; the end of time for those of the newest one. */
    private static Map<String, Long> ends(String table, History history) {
        List<CommittedVersion> versions = new ArrayList<>(List.of(history.base()));
        versions.addAll(history.versions());
        Map<String, Long> ends = new HashMap<>();
        for (int i = 0; i < versions.size(); i++) {
            long end = i < history.replacedAt().size() ? history.replacedAt().get(i) : Long.MAX_VALUE;
            versions.get(i).files().values().forEach(file -> ends.put(file.pathIn(table), end));
        }
        return ends;
    }
}
