package io.millrace.table.internal.merge;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import io.millrace.table.EventBatch;
import io.millrace.table.EventColumns;
import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.datafile.RowsByPartition;
import io.millrace.table.internal.datafile.WrittenFile;
import io.millrace.table.internal.index.KeyIndex;
import io.millrace.table.internal.index.KeyLookup;
import io.millrace.table.internal.index.KeyReader;
import io.millrace.table.internal.keys.KeyBatch;
import io.millrace.table.internal.keys.KeyBuffer;
import io.millrace.table.internal.keys.KeyOrder;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.MergeRule;
import io.millrace.table.mergerule.Precedence;
import org.jspecify.annotations.Nullable;

/** Applies the merge rule to a batch and a version of the table, and writes the resulting data files. */
final class MergePlanner {
    private final KeyIndex index;
    private final KeyLookup lookup;
    private final DataFiles files;
    private final KeyOrder order = new KeyOrder();
    private final long dedupHorizonMicros;
    private final Clock clock;

    MergePlanner(KeyIndex index, KeyLookup lookup, DataFiles files, long dedupHorizonMicros, Clock clock) {
        this.index = index;
        this.lookup = lookup;
        this.files = files;
        this.dedupHorizonMicros = dedupHorizonMicros;
        this.clock = clock;
    }

    MergePlan plan(OffsetTrim.Remaining fresh, TableShape batchShape, TableState state) throws IOException {
        TableShape shape = batchShape.in(state.columns(), state.partitionColumns());
        return shape.keys().isPresent() ? merge(fresh, shape) : append(fresh, shape);
    }

    private MergePlan append(OffsetTrim.Remaining fresh, TableShape shape) throws IOException {
        int count = fresh.rows().length;
        RowsByPartition rows = new RowsByPartition(shape, fresh.events().columns(), count);
        for (int i = 0; i < count; i++) {
            rows.add(i, fresh.rows()[i]);
        }
        return complete(fresh, shape, rows.inOrder(IntStream.range(0, count).toArray(), KeyBatch.NONE),
                Map.of(), new MergePlan.NewKeys(KeyBatch.NONE, new BitSet()), new MergePlan.Counts(count, 0, 0));
    }

    private MergePlan merge(OffsetTrim.Remaining fresh, TableShape shape) throws IOException {
        EventBatch events = fresh.events();
        KeyBatch offered = KeyBatch.of(events, fresh.rows(), dedupHorizonMicros);
        BitSet winners = MergeRule.winners(new Deliveries(events, fresh.rows(), offered.packed()), offered.hashes());
        KeyBatch keys = offered.only(winners);
        int[] deliveries = winners.stream().map(place -> fresh.rows()[place]).toArray();
        KeyLookup.@Nullable ExistingRow[] held = lookup.find(keys, index.candidates(keys));
        BitSet earlier = fresh.isAgain() ? earlier(shape, events, deliveries, keys, held) : new BitSet();
        Map<ActiveFile, Set<EventKey>> outdated = new LinkedHashMap<>();
        RowsByPartition rows = new RowsByPartition(shape, events.columns(), deliveries.length);
        BitSet inserted = new BitSet(deliveries.length);
        Map<EventKey, String> keptOut = new HashMap<>();
        for (int place = 0; place < deliveries.length; place++) {
            KeyLookup.ExistingRow before = held[place];
            if (before == null) {
                inserted.set(place);
            } else if (events.revision(deliveries[place]) > before.revision() || earlier.get(place)) {
                outdated.computeIfAbsent(before.file(), f -> new HashSet<>()).add(keys.keys().get(place));
            } else {
                keptOut.put(keys.keys().get(place), before.file().path());
                continue;
            }
            rows.add(place, deliveries[place]);
        }
        int insertions = inserted.cardinality();
        return complete(fresh, shape, rows.inOrder(order.of(keys.packed()), keys), outdated,
                new MergePlan.NewKeys(keys, inserted), new MergePlan.Counts(insertions, rows.count() - insertions,
                        fresh.rows().length - rows.count()))
                .keepingOut(keptOut);
    }

    /**
     * The deliveries that win by their offset against a row of the same revision. The row has the lower offset when events are
     * read in the order of their offsets, but not always when they are read again.
     */
    private BitSet earlier(TableShape shape, EventBatch events, int[] deliveries, KeyBatch keys,
            KeyLookup.@Nullable ExistingRow[] held) throws IOException {
        BitSet tied = new BitSet(deliveries.length);
        for (int place = 0; place < deliveries.length; place++) {
            KeyLookup.ExistingRow row = held[place];
            tied.set(place, row != null && row.revision() == events.revision(deliveries[place]));
        }
        BitSet earlier = new BitSet(deliveries.length);
        if (!tied.isEmpty()) {
            KeyBatch some = keys.only(tied);
            TableShape.KeyColumns columns = shape.keys().orElseThrow();
            KeyLookup offsets = new KeyLookup(new KeyReader(files, new TableShape.KeyColumns(columns.pk(),
                    columns.eventId(), Optional.of(EventColumns.OFFSET))));
            KeyLookup.@Nullable ExistingRow[] rows = offsets.find(some, index.candidates(some));
            int at = 0;
            for (int place : tied.stream().toArray()) {
                KeyLookup.ExistingRow row = rows[at++];
                earlier.set(place, row != null && events.offset(deliveries[place]) < row.revision());
            }
        }
        return earlier;
    }

    /**
     * The events that a merge offers, as the merge rule sees them.
     *
     * @param rows
     *            the index of each in {@code events}
     * @param keys
     *            of each
     */
    private record Deliveries(EventBatch events, int[] rows, KeyBuffer keys) implements MergeRule.Deliveries {
        @Override
        public boolean haveSameKey(int index, int other) {
            return keys.isSame(index, other);
        }

        @Override
        public boolean beats(int index, int other) {
            return Precedence.beats(events.revision(rows[index]), events.offset(rows[index]),
                    events.revision(rows[other]), events.offset(rows[other]));
        }
    }

    private MergePlan complete(OffsetTrim.Remaining fresh, TableShape shape, List<RowsByPartition.Partition> rows,
            Map<ActiveFile, Set<EventKey>> outdated, MergePlan.NewKeys newKeys, MergePlan.Counts counts)
            throws IOException {
        List<LogAction> actions = new ArrayList<>();
        long now = clock.millis();
        fresh.marks()
                .forEach((application, until) -> actions.add(new LogAction.SetTransaction(application, until, now)));
        Set<String> removed = new HashSet<>();
        List<WrittenFile> added = new ArrayList<>();
        if (!outdated.isEmpty()) {
            for (ActiveFile file : outdated.keySet()) {
                actions.add(new LogAction.RemoveFile(file, now, true));
                removed.add(file.path());
            }
            added.addAll(new CopyOnWrite(files, shape).rests(outdated));
        }
        Iterator<RowsByPartition.Partition> partitions = rows.iterator();
        files.write(shape, fresh.events().columns(), rows, true)
                .forEach(file -> added.add(new WrittenFile(file, partitions.next().keyHashes())));
        added.forEach(file -> actions.add(file.written().action()));
        return new MergePlan(actions, added, removed, newKeys, Map.of(), fresh, counts);
    }
}
