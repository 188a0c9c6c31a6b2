package io.millrace.table.mergerule;

/**
 * Orders the deliveries of one key. A greater precedence wins: the higher revision, and at equal revision the lower
 * offset, that is the delivery that was first in Kafka.
 *
 * @param revision
 *            value of the revision field of the contract, 0 without one
 * @param offset
 *            the Kafka offset; comparable because the pk decides the partition
 */
public record Precedence(long revision, long offset) implements Comparable<Precedence> {
    @Override
    public int compareTo(Precedence other) {
        int byRevision = Long.compare(revision, other.revision);
        return byRevision != 0 ? byRevision : Long.compare(other.offset, offset);
    }

    /** Whether this delivery replaces the other one. */
    public boolean beats(Precedence other) {
        return beats(revision, offset, other.revision, other.offset);
    }

    /** Whether a delivery of this revision and offset replaces another one. */
    public static boolean beats(long revision, long offset, long otherRevision, long otherOffset) {
        return revision > otherRevision || revision == otherRevision && offset < otherOffset;
    }
}
