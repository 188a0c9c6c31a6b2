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

    private record Row(int partition, long offset, long hash) {}

    /**
     * @param origins
     *            those of a version that is not newer than the rows
     */
    RowsOutside(RowOrigins origins) {
        this.origins = origins;
    }

    void add(int partition, long offset, long hash) {
        if (hasCoordinates(partition, offset) && !origins.has(partition, offset)) {
            suspects.add(new Row(partition, offset, hash));
        } else {
            unjudged++;
        }
    }

    /** Another program may insert rows without them. */
    private static boolean hasCoordinates(int partition, long offset) {
        return partition != KeyRowSink.NO_PARTITION && offset != KeyRowSink.NO_NUMBER;
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
                unjudged++;
            } else {
                ghosts++;
                findings.addGhost(origins.nameless(row.partition()), row.offset(), row.hash(),
                        "the table has merged no record from the offset of the row");
            }
        }
        return ghosts;
    }

    /** The number of rows that were not judged, after {@link #judge}. */
    long unjudged() {
        return unjudged;
    }
}
