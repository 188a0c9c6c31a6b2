package io.millrace.table.mergerule;

import java.util.BitSet;

/**
 * The merge rule: of all deliveries of a key, the delivery with the greatest {@link Precedence} is the row. WHEN NOT MATCHED
 * insert; WHEN MATCHED and the new delivery wins, replace; else nothing.
 */
public final class MergeRule {
    private MergeRule() {}

    /** Deliveries by their index, from 0. */
    public interface Deliveries {
        /** Whether two are of the same key. */
        boolean haveSameKey(int index, int other);

        /** Whether the {@link Precedence} of one is greater than that of another. */
        boolean beats(int index, int other);
    }

    /**
     * The indexes of the winners among the deliveries, one for each key.
     *
     * @param hashes
     *            {@link EventKey#hash} of the key of each delivery, in their order
     */
    public static BitSet winners(Deliveries deliveries, long[] hashes) {
        BitSet winners = new BitSet(hashes.length);
        // Indexes plus one, 0 for none, in a table with open addressing of which at least half is empty.
        int bits = Integer.SIZE + 1 - Integer.numberOfLeadingZeros(hashes.length);
        int[] leaders = new int[1 << bits];
        for (int index = 0; index < hashes.length; index++) {
            int slot = (int) (hashes[index] >>> (Long.SIZE - bits));
            while (leaders[slot] > 0 && !(hashes[leaders[slot] - 1] == hashes[index]
                    && deliveries.haveSameKey(leaders[slot] - 1, index))) {
                slot = slot + 1 & leaders.length - 1;
            }
            int leader = leaders[slot] - 1;
            if (leader < 0 || deliveries.beats(index, leader)) {
                leaders[slot] = index + 1;
                winners.set(index);
                if (leader >= 0) {
                    winners.clear(leader);
                }
            }
        }
        return winners;
    }
}
