package io.millrace.landing.audit;

/**
 * What an audit by key compared and found.
 *
 * @param records
 *            number of records
 * @param rows
 *            number of rows that were judged: by a record, or by an offset that holds none
 * @param gaps
 *            number of records that are neither a row nor a dead letter
 * @param ghosts
 *            number of rows without a record
 * @param doubled
 *            number of rows whose key another row has
 * @param unjudged
 *            number of rows that no record was compared with, because it was not read, may come from a topic that is gone, or is
 *            not known, and of records that are no events and may have had a dead letter that is gone
 */
public record AuditCounts(long records, long rows, long gaps, long ghosts, long doubled, long unjudged) {
    /** The number of differences. */
    public long findings() {
        return gaps + ghosts + doubled;
    }
}
