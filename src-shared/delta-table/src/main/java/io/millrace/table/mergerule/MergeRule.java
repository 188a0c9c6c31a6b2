package io.millrace.table.mergerule;

import java.util.BitSet;
import java.util.List;

/**
 * The law: of all deliveries of a key the one with the greatest {@link Precedence} is the row. WHEN NOT MATCHED insert;
 * WHEN MATCHED and the new delivery wins, replace; else nothing.
 */
public final class MergeRule {
    private MergeRule() {}

    /**
     * The places of the winners among the deliveries, from 0, one for each key.
     *
     * @param hashes
     *            {@link EventKey#hash} of the key of each delivery, in their order
     */
    public static BitSet winners(List<? extends Delivery> deliveries, long[] hashes) {
        BitSet winners = new BitSet(hashes.length);
        // Places plus one, 0 for none, in a table with open addressing of which at least half is empty.
        int bits = Integer.SIZE + 1 - Integer.numberOfLeadingZeros(hashes.length);
        int[] leaders = new int[1 << bits];
        for (int place = 0; place < hashes.length; place++) {
            Delivery offered = deliveries.get(place);
            int slot = (int) (hashes[place] >>> (Long.SIZE - bits));
            while (leaders[slot] > 0 && !(hashes[leaders[slot] - 1] == hashes[place]
                    && deliveries.get(leaders[slot] - 1).key().equals(offered.key()))) {
                slot = slot + 1 & leaders.length - 1;
            }
            int leader = leaders[slot] - 1;
            if (leader < 0 || offered.precedence().beats(deliveries.get(leader).precedence())) {
                leaders[slot] = place + 1;
                winners.set(place);
                if (leader >= 0) {
                    winners.clear(leader);
                }
            }
        }
        return winners;
    }
}
