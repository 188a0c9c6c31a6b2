package io.millrace.bench.chaos;

import java.util.Map;

/** The topics and the tables, as a watch sees them from outside. Only one thread may ask. */
interface Backlog {
    /** The next offset of each partition of the topic of events. */
    Map<Integer, Long> ends();

    /** The next offset of each partition of the topic of dead letters. */
    Map<Integer, Long> letterEnds();

    /** Whether every record of the topic of events below these offsets is merged. */
    boolean isMerged(Map<Integer, Long> ends);

    /** Whether the bronze table has every record of the topic of events below these offsets, and the table of letters every letter below those. */
    boolean isCollected(Map<Integer, Long> ends, Map<Integer, Long> letterEnds);
}
