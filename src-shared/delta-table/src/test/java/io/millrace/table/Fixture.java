package io.millrace.table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.StreamName;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mapping.ContractTable;
import io.millrace.table.mapping.EventRows;
import io.millrace.table.mergerule.OffsetRange;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** A small stream to fill tables with. */
public final class Fixture {
    public static final String TOPIC_ID = "topic-1";
    public static final Contract VISITS = ContractParser.parse(new StreamName("visits"), """
            {"type": "record", "name": "Visit", "millrace": {"partition-by": ["event_date", "region"]}, "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "region", "type": ["null", "string"], "default": null},
              {"name": "revision", "type": "long", "default": 0},
              {"name": "amount", "type": ["null", "double"], "default": null}
            ]}""");
    public static final TableShape SHAPE = ContractTable.shape(VISITS);
    public static final long DAY = 86_400_000_000L;
    public static final long NOW = 20_000L * DAY;

    private Fixture() {}

    /** A visit, to be changed where a test cares. */
    public record Visit(String pk, String eventId, long time, @Nullable String region, long revision, double amount) {
        public static Visit of(String pk, String eventId) {
            return new Visit(pk, eventId, NOW, "eu", 0, 1.0);
        }

        public Visit at(long otherTime, @Nullable String otherRegion) {
            return new Visit(pk, eventId, otherTime, otherRegion, revision, amount);
        }

        public Visit revised(long otherRevision, double otherAmount) {
            return new Visit(pk, eventId, time, region, otherRevision, otherAmount);
        }

        public EventRow row(int partition, long offset, String writer) {
            GenericRecord event = new GenericRecordBuilder(VISITS.schema()).set("pk", pk).set("event_id", eventId)
                    .set("event_time", time).set("region", region).set("revision", revision).set("amount", amount)
                    .build();
            return Fixture.row(VISITS, event, partition, offset, writer);
        }
    }

    public static EventRow row(Contract contract, GenericRecord event, int partition, long offset, String writer) {
        var reading = (RoleValues.Reading.Lawful) RoleValues.read(contract, event);
        return EventRows.row(new DecodedEvent(contract, 7, event, reading.values(), partition, offset, NOW + offset,
                CorrelationId.of("test")), writer);
    }

    /** A batch of consecutive offsets of one partition. */
    public static MicroBatch batch(int partition, long from, Visit... visits) {
        List<EventRow> rows = new ArrayList<>();
        for (int i = 0; i < visits.length; i++) {
            rows.add(visits[i].row(partition, from + i, "stream"));
        }
        return new MicroBatch(SHAPE, TOPIC_ID, rows, Map.of(partition, new OffsetRange(from, from + visits.length)));
    }

    public static EventTable open(Path folder, String writer) {
        return open(new TableLocation.Folder(folder), writer);
    }

    public static EventTable open(TableLocation location, String writer) {
        return EventTables.open(location, SHAPE,
                new WriterOptions(writer, Duration.ofDays(30), 64L << 20));
    }

    /** Every row, by whichever column is asked for. */
    public static List<Object> column(Path folder, String name) {
        return column(new TableLocation.Folder(folder), name);
    }

    public static List<Object> column(TableLocation location, String name) {
        List<Object> values = new ArrayList<>();
        try (TableReader reader = EventTables.read(location)) {
            reader.rows(Long.MAX_VALUE, row -> values.add(row.get(name)));
        }
        return values;
    }

    public static Visit[] visits(int from, int until) {
        Visit[] visits = new Visit[until - from];
        Arrays.setAll(visits, i -> Visit.of("pk" + (from + i), "e" + (from + i)));
        return visits;
    }
}
