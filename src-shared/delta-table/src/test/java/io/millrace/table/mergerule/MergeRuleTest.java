package io.millrace.table.mergerule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

import io.millrace.table.RandomCases;
import org.junit.jupiter.api.Test;

class MergeRuleTest {
    private static final int CASES = RandomCases.of(10_000);

    private record Sent(EventKey key, Precedence precedence) {}

    private record Listed(List<Sent> deliveries) implements MergeRule.Deliveries {
        @Override
        public boolean haveSameKey(int index, int other) {
            return deliveries.get(index).key().equals(deliveries.get(other).key());
        }

        @Override
        public boolean beats(int index, int other) {
            return deliveries.get(index).precedence().beats(deliveries.get(other).precedence());
        }
    }

    @Test
    void anyOrderSplitAndRepetitionOfDeliveriesReducesToTheSameRows() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<Sent> deliveries = deliveries(random);
            Map<EventKey, Sent> expected = new HashMap<>(reduce(deliveries));

            List<Sent> repeated = new ArrayList<>(deliveries);
            repeated.addAll(deliveries.subList(0, random.nextInt(deliveries.size() + 1)));
            Collections.shuffle(repeated, random);
            int split = random.nextInt(repeated.size() + 1);
            List<Sent> twoWriters = new ArrayList<>(reduce(repeated.subList(0, split)).values());
            twoWriters.addAll(reduce(repeated.subList(split, repeated.size())).values());

            assertEquals(expected, new HashMap<>(reduce(twoWriters)), "seed " + seed);
        }
    }

    @Test
    void theHigherRevisionWinsAndAtEqualRevisionTheFirstInKafka() {
        EventKey key = new EventKey("a", "1");
        var rows = reduce(List.of(new Sent(key, new Precedence(1, 9)), new Sent(key, new Precedence(2, 7)),
                new Sent(key, new Precedence(2, 5)), new Sent(key, new Precedence(0, 1))));

        assertEquals(List.of(new Sent(key, new Precedence(2, 5))), List.copyOf(rows.values()));
    }

    /** As few hashes as two: keys with the same hash are still distinguished, wherever they are in the table. */
    @Test
    void keysWhoseHashesCollideAreNotTakenForOne() {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<Sent> deliveries = deliveries(random);
            long[] hashes = deliveries.stream().mapToLong(sent -> sent.key().hash() >> 63).toArray();
            Map<EventKey, Sent> greatest = new HashMap<>();
            deliveries.forEach(sent -> greatest.merge(sent.key(), sent,
                    BinaryOperator.maxBy(Comparator.comparing(Sent::precedence))));

            BitSet winners = MergeRule.winners(new Listed(deliveries), hashes);

            assertEquals(Set.copyOf(greatest.values()),
                    winners.stream().mapToObj(deliveries::get).collect(Collectors.toSet()), "seed " + seed);
            assertEquals(greatest.size(), winners.cardinality(), "seed " + seed);
        }
    }

    @Test
    void aRangeStandsNewDoneOrBehindAGap() {
        OffsetRange range = new OffsetRange(10, 20);

        assertEquals(new OffsetRange.Position.NewFrom(10), range.against(10));
        assertEquals(new OffsetRange.Position.NewFrom(15), range.against(15));
        assertInstanceOf(OffsetRange.Position.AllMerged.class, range.against(20));
        assertInstanceOf(OffsetRange.Position.AfterGap.class, range.against(9));
    }

    /** The rows that result from the deliveries. */
    private static Map<EventKey, Sent> reduce(List<Sent> deliveries) {
        long[] hashes = deliveries.stream().mapToLong(sent -> sent.key().hash()).toArray();
        return MergeRule.winners(new Listed(deliveries), hashes).stream().mapToObj(deliveries::get)
                .collect(Collectors.toMap(Sent::key, sent -> sent));
    }

    private static List<Sent> deliveries(Random random) {
        List<Sent> deliveries = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int offset = 0; offset < count; offset++) {
            deliveries.add(new Sent(new EventKey("pk" + random.nextInt(3), "e" + random.nextInt(2)),
                    new Precedence(random.nextInt(3), offset)));
        }
        return deliveries;
    }
}
