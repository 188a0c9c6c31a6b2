package io.millrace.table.internal.log;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the data files that commits added or removed. */
public interface TouchedFiles {
    /**
     * The files of some commits, by their decoded paths.
     *
     * @param touched
     *            those that were added or removed
     * @param added
     *            those that were added with rows that no earlier file had, as far as the log says, with the version: not those of
     *            a commit without a change of data, nor those of a commit of Millrace that rewrote files
     */
    record Changes(Set<String> touched, Map<String, Long> added) {}

    /**
     * The files that were added or removed after a version; empty when the log does not reach back to it.
     *
     * @param version
     *            the version, or -1 for all commits
     */
    Optional<Changes> changesAfter(long version) throws IOException;

    /** Decoded paths of the files that were added or removed after a version, see {@link #changesAfter}. */
    default Optional<Set<String>> after(long version) throws IOException {
        return changesAfter(version).map(Changes::touched);
    }
}
