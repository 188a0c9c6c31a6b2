package io.millrace.table.law;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The law: of all deliveries of a key the one with the greatest {@link Precedence} is the row. WHEN NOT MATCHED insert;
 * WHEN MATCHED and the new delivery wins, replace; else nothing.
 */
public final class MergeLaw {
    private MergeLaw() {}

    /** The winners of the deliveries, one for each key, in the order in which the keys were first met. */
    public static <D extends Delivery> Map<EventKey, D> reduce(Iterable<D> deliveries) {
        Map<EventKey, D> winners = new LinkedHashMap<>();
        for (D delivery : deliveries) {
            winners.merge(delivery.key(), delivery, MergeLaw::winner);
        }
        return winners;
    }

    private static <D extends Delivery> D winner(D held, D offered) {
        return offered.precedence().beats(held.precedence()) ? offered : held;
    }
}
