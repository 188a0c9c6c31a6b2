package io.millrace.landing.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.millrace.table.TableReader.KeyRowSink;

/**
 * The rows whose offsets are not audited. A row is a ghost when its offset is none that a row can come from; any other row is
 * not judged, as no record is compared with it.
 */
final class RowsOutside {
    private final RowOrigins origins;
    /** Rows that a merge has added since the origins were read, and ghosts. */
    private final List<Row> suspects = new ArrayList<>();
    private long unjudged;
    private long later;

    private record Row(int partition, long offset, long hash) {}

    /**
     * @param origins
     *            those of a version that is not newer than the rows
     */
    RowsOutside(RowOrigins origins) {
        this.origins = origins;
    }

    /** Adds a row that is a ghost or not judged. */
    void add(int partition, long offset, long hash) {
        if (isSuspect(partition, offset)) {
            suspects.add(new Row(partition, offset, hash));
        } else {
            unjudged++;
        }
    }

    /** Whether a row with these coordinates is a ghost, unless a merge has just read its record. */
    boolean isSuspect(int partition, long offset) {
        return hasCoordinates(partition, offset) && !origins.has(partition, offset);
    }

    /** Whether a row has coordinates. Another program may insert rows without them. */
    static boolean hasCoordinates(int partition, long offset) {
        return partition != KeyRowSink.NO_PARTITION && offset != KeyRowSink.NO_NUMBER;
    }

    /** Whether this offset has a row that may be a ghost. */
    boolean has(int partition, long offset) {
        return suspects.stream().anyMatch(row -> row.partition() == partition && row.offset() == offset);
    }

    /**
     * Judges the rows; returns the number of ghosts.
     *
     * @param marks
     *            of a version that is not older than the rows
     */
    long judge(Map<String, Long> marks, RowFindings findings) {
        origins.add(marks);
        long ghosts = 0;
        for (Row row : suspects) {
            if (origins.has(row.partition(), row.offset())) {
                later++;
            } else {
                ghosts++;
                findings.addGhost(origins.nameless(row.partition()), row.offset(), row.hash(),
                        "the table has merged no record from the offset of the row");
            }
        }
        return ghosts;
    }

    /** The number of rows that a merge has added during the audit, and which are no part of it, after {@link #judge}. */
    long later() {
        return later;
    }

    /** The number of rows that were not judged, after {@link #judge}. */
    long unjudged() {
        return unjudged;
    }
}
