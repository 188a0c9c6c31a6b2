package io.millrace.table.internal.log;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Remembers, by the log, which files came into use or went out of it. */
public interface TouchedFiles {
    /**
     * Decoded paths of the files that were added or removed after a version, -1 being before all; empty when the log does
     * not reach back to it.
     */
    Optional<Set<String>> after(long version) throws IOException;
}
