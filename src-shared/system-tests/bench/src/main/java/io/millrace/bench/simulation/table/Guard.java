package io.millrace.bench.simulation.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A guard of the table code that can be off, to show that the simulation notices. */
public enum Guard {
    /** A merge does not know how far the table is: every record counts as not merged yet. */
    WATERMARK,
    /** A merge that lost the race for a version is put on top of the commit that won. */
    CONFLICT_CHECK,
    /** No key is looked up in the table. */
    KEY_CHECK,
    /** A commit overwrites another commit of its version. */
    PUT_IF_ABSENT,
    /** The offsets of a micro-batch advance though its dead letters were not stored. */
    DEAD_LETTER_BLOCK,
    /** A commit that lost the race, or whose result is unknown, counts as committed. */
    COMMIT_RESULT,
    /** Vacuum deletes every file that the newest version does not have. */
    VACUUM_RETENTION;

    /** As an option names it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The guard with this label. */
    public static Optional<Guard> of(String label) {
        return Arrays.stream(values()).filter(guard -> guard.label().equals(label)).findFirst();
    }

    /** The labels of all guards. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Guard::label).toList();
    }
}
