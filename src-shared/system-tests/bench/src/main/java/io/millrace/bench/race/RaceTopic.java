package io.millrace.bench.race;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventRow;
import io.millrace.table.RowValues;
import io.millrace.table.TableShape;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.Precedence;

/**
 * A topic that is computed: the record at an offset follows from the seed. Both topics of a race have the same keys, so
 * that no watermark keeps their writers apart; keys come again with other revisions, dates and regions.
 *
 * @param seed
 *            of the race
 * @param id
 *            the topic's id
 * @param end
 *            the end offset of each partition, exclusive
 */
record RaceTopic(long seed, String id, long end) {
    static final List<String> IDS = List.of("race-a", "race-b");
    static final int PARTITIONS = 4;
    static final Contract CONTRACT = ContractParser.parse(new StreamName("race"), """
            {"type": "record", "name": "Lap", "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": "string"},
              {"name": "revision", "type": "long"},
              {"name": "topic", "type": "string"},
              {"name": "amount", "type": "long"},
              {"name": "touched", "type": ["null", "long"], "default": null}
            ]}""");
    static final TableShape SHAPE = ContractTable.shape(CONTRACT);
    /** The highest revision: nothing takes the place of a row that has it. */
    static final long LAST_REVISION = 3;
    private static final RowValues.Names NAMES = new RowValues.Names(
            SHAPE.columns().stream().map(column -> column.name()).toList());
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long DAY = 20_000;
    private static final int KEYS_NEARBY = 150;
    private static final List<String> REGIONS = List.of("eu", "us");

    /** How many numbers the pks of a partition have at most. */
    long pks() {
        return end / 2 + KEYS_NEARBY;
    }

    /** The record at an offset, as the row that follows from it. */
    EventRow at(int partition, long offset, String writer) {
        SplittableRandom random = new SplittableRandom(
                seed * 31 + (id.hashCode() * 31L + partition) * 1_000_003L + offset * 0x9E3779B97F4A7C15L);
        EventKey key = new EventKey(partition + "-" + (offset / 2 + random.nextInt(KEYS_NEARBY)),
                "e" + random.nextInt(2));
        long revision = Math.max(0, random.nextInt(12) - 8); // LAST_REVISION at most
        long day = DAY + random.nextInt(3);
        long ingested = (DAY + 3) * MICROS_PER_DAY + offset;
        RowValues values = new RowValues(NAMES);
        Map.<String, Object>ofEntries(Map.entry("pk", key.pk()), Map.entry("event_id", key.eventId()),
                Map.entry("event_time", day * MICROS_PER_DAY), Map.entry("region", REGIONS.get(random.nextInt(2))),
                Map.entry("revision", revision), Map.entry("topic", id), Map.entry("amount", random.nextLong()),
                Map.entry("event_date", (int) day), Map.entry("_ingested_at", ingested),
                Map.entry("_partition", partition), Map.entry("_offset", offset), Map.entry("_schema_id", 1L),
                Map.entry("_written_by", writer)).forEach(values::put);
        return new EventRow(key, new Precedence(revision, offset), partition, ingested, values);
    }
}
