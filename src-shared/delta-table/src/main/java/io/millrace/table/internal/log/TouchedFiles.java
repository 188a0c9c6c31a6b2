package io.millrace.table.internal.log;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Finds the data files that commits added or removed. */
public interface TouchedFiles {
    /**
     * Decoded paths of the files that were added or removed after a version; empty when the log does not reach back to it.
     *
     * @param version
     *            the version, or -1 for all commits
     */
    Optional<Set<String>> after(long version) throws IOException;
}
