package io.millrace.landing.audit;

/**
 * What an audit by key compared and found.
 *
 * @param records
 *            number of records
 * @param rows
 *            number of rows of the table
 * @param gaps
 *            number of records that are neither a row nor a dead letter
 * @param ghosts
 *            number of rows without a record
 * @param doubled
 *            number of rows whose key another row has
 * @param unjudged
 *            number of rows without a record that may come from a topic that is gone, and of records that are no events and may
 *            have had a dead letter that is gone
 */
public record AuditCounts(long records, long rows, long gaps, long ghosts, long doubled, long unjudged) {
    /** The number of differences. */
    public long findings() {
        return gaps + ghosts + doubled;
    }
}
