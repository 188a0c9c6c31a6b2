package io.millrace.bench.simulation.check;

import java.util.Locale;

/** What must hold; the most telling first. */
public enum Invariant {
    /** No key has two rows. */
    TWICE,
    /** The watermark never goes back, and in the end every record is below it. */
    WATERMARK,
    /** Every event below the watermark is in the table. */
    LOST,
    /** A key has the row of its highest revision, and of the lowest offset among equal ones. */
    WRONG_REVISION,
    /** Nobody sent the row, or its offset is not below the watermark of its version. */
    GHOST,
    /** Every offset is counted once. */
    BOOKS,
    /** The bronze table has each offset once, or its day is over for long. */
    BRONZE,
    /** Each record that is no event has one letter in its last state. */
    LETTERS,
    /** Every file of a version within the retention exists. */
    FILE_GONE,
    /** A reader sees a whole version. */
    HALF_COMMIT,
    /** What is loaded, with checkpoints, is what was committed. */
    LOG,
    /** No program ends by an error, is refused by the table or goes on for ever. */
    FAILURE;

    /** As printed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
