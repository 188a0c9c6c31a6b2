package io.millrace.table.internal.log;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.millrace.table.TableReader.Commit;

/** The commits of a table that its log still has. */
public interface CommitHistory {
    /** Takes commits. */
    interface CommitSink {
        /**
         * Takes one commit.
         *
         * @param commit
         *            its summary
         * @param added
         *            files with new rows
         * @param removed
         *            paths, as in the log, of files whose rows it removed or replaced
         */
        void accept(Commit commit, List<ActiveFile> added, Set<String> removed);
    }

    /** Reads every commit in ascending order of versions; none when there is no table. */
    default void read(CommitSink sink) throws IOException {
        read(Integer.MAX_VALUE, sink);
    }

    /** Reads the newest commits, at most so many, in ascending order of versions. */
    void read(int newest, CommitSink sink) throws IOException;
}
