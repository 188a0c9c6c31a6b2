package io.millrace.landing.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.mapping.EventRows;
import io.millrace.table.EventBatch;
import io.millrace.table.EventRow;
import io.millrace.table.vector.ColumnVector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes records into columns and into rows, and compares the two. */
final class DecodedPair {
    private static final String WRITER = "stream";

    private final StreamContracts contracts;
    private final ColumnDecoder decoder;
    private final EventBatch batch;
    private final List<EventRow> rows = new ArrayList<>();
    private int letters;
    private long weight;

    DecodedPair(StreamContracts contracts) {
        this.contracts = contracts;
        this.decoder = new ColumnDecoder(contracts, WRITER);
        this.batch = decoder.begin(contracts);
    }

    int letters() {
        return letters;
    }

    /** The number of events that were read by a plan. */
    long planned() {
        return decoder.planned();
    }

    /**
     * Decodes a record both ways.
     *
     * @param mayRepeat
     *            whether a map of the record may have a key twice; only then may an event of the latest contract be decoded
     *            without a plan
     */
    Decoded decode(ConsumerRecord<byte[], byte[]> source, boolean mayRepeat) {
        long before = decoder.planned();
        DeadLetter letter = decoder.add(source, Long.MAX_VALUE);
        weight += decoder.weight();
        Decoded decoded = RecordDecoder.decode(contracts, source, new DecodedWeight(Long.MAX_VALUE));
        switch (decoded) {
            case Decoded.Event event -> {
                assertNull(letter, () -> "an event is a dead letter: " + letter);
                rows.add(EventRows.row(event.event(), WRITER));
                if (!mayRepeat && event.event().contract().equals(contracts.latest())) {
                    assertEquals(before + 1, decoder.planned(), "an event was not read by a plan");
                }
            }
            case Decoded.Poison poison -> {
                letters++;
                assertNotNull(letter, "a dead letter is an event");
                assertEquals(poison.letter().reason(), letter.reason());
                assertEquals(poison.letter().detail(), letter.detail());
                assertEquals(before, decoder.planned());
            }
        }
        assertEquals(rows.size(), batch.size());
        return decoded;
    }

    /** Holds what the vectors use to what the events were said to weigh. */
    void assertNoHeavierThanWeighed() {
        long used = 0;
        for (ColumnVector vector : batch.vectors()) {
            used += UsedBytes.of(vector);
        }
        assertTrue(used <= weight, used + " bytes, and the events weigh " + weight);
    }

    void assertSame() {
        assertSame(rows);
    }

    /** Compares every value, the keys and the coordinates. */
    void assertSame(List<EventRow> expected) {
        assertEquals(ContractTable.shape(contracts.latest()), batch.shape());
        EventBatch wanted = EventBatch.of(batch.shape(), expected);
        for (int i = 0; i < wanted.size(); i++) {
            assertEquals(wanted.pks().get(i), batch.pks().get(i));
            assertEquals(wanted.eventIds().get(i), batch.eventIds().get(i));
            assertEquals(wanted.revision(i), batch.revision(i));
            assertEquals(wanted.offset(i), batch.offset(i));
            assertEquals(wanted.partition(i), batch.partition(i));
            assertEquals(wanted.ingestedAtMicros(i), batch.ingestedAtMicros(i));
            for (int c = 0; c < batch.vectors().size(); c++) {
                assertEquals(comparable(wanted.vectors().get(c).get(i)), comparable(batch.vectors().get(c).get(i)),
                        "column " + batch.shape().columns().get(c).name());
            }
        }
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(comparable(element)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new TreeMap<>();
                map.forEach((key, entry) -> copy.put(key.toString(), comparable(entry)));
                yield copy;
            }
            default -> value;
        };
    }
}
