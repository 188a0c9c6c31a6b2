package io.millrace.bench.simulation.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.bench.simulation.world.CommitRecorder;

/**
 * The versions of a table that a schedule made.
 *
 * @param base
 *            the version that it began with
 * @param versions
 *            all after it, oldest first
 * @param replacedAt
 *            when each of the base and the versions was followed by the next one: milliseconds since the epoch
 */
record History(CommittedVersion base, List<CommittedVersion> versions, List<Long> replacedAt) {
    private static final Map<CommitRecorder.Commit, CommittedVersion> BASES = new ConcurrentHashMap<>();

    static History of(CommitRecorder recorder, String table) {
        long inherited = recorder.inherited(table);
        var commits = recorder.of(table);
        CommittedVersion base = inherited < 0
                ? CommittedVersion.NONE
                : BASES.computeIfAbsent(commits.floorEntry(inherited).getValue(),
                        unused -> fold(CommittedVersion.NONE, commits.headMap(inherited, true)).getLast());
        var later = commits.tailMap(inherited, false);
        return new History(base, fold(base, later),
                later.values().stream().map(CommitRecorder.Commit::atMillis).toList());
    }

    private static List<CommittedVersion> fold(CommittedVersion from, Map<Long, CommitRecorder.Commit> commits) {
        List<CommittedVersion> versions = new ArrayList<>();
        CommittedVersion last = from;
        for (var commit : commits.entrySet()) {
            last = last.then(commit.getKey(), commit.getValue().content());
            versions.add(last);
        }
        return versions;
    }

    CommittedVersion newest() {
        return versions.isEmpty() ? base : versions.getLast();
    }
}
