package io.millrace.landing.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.DecodedEvent;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.CanonicalUuids;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.EventRows;
import io.millrace.table.EventRow;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * What is decoded into columns is what is decoded into records, value by value and reason by reason, for random contracts with
 * all types. Set the system property {@code millrace.decode.contracts} to the number of contracts for each test of a longer run.
 */
class ColumnDecoderDifferentialTest {
    private static final StreamName STREAM = new StreamName("events");
    private static final int CONTRACTS = Integer.getInteger("millrace.decode.contracts", 25);
    private static final int EVENTS = 40;
    private static final long LATEST = 4_000_000_000L;
    private static final long WRITER = 7;

    private final Random random = new Random(20_261_128);
    private final RandomValues values = new RandomValues(random);
    private final WrittenEvents written = new WrittenEvents(random);

    @Test
    void whatIsWrittenWithTheLatestContractIsTheSame() {
        for (int i = 0; i < CONTRACTS; i++) {
            Contract contract = contract();
            compare(new StreamContracts(contract, Map.of(LATEST, contract), Map.of()), contract.schema(), LATEST);
        }
    }

    @Test
    void whatIsWrittenWithAnOlderVersionIsTheSame() {
        for (int i = 0; i < CONTRACTS; i++) {
            Contract contract = contract();
            compare(contract, new WriterSchemas(random, true).of(contract.schema()));
        }
    }

    @Test
    void whatIsWrittenWithOtherTypesAndFieldsIsTheSame() {
        for (int i = 0; i < CONTRACTS; i++) {
            Contract contract = contract();
            Schema writer = new WriterSchemas(random, false).of(contract.schema());
            compare(new StreamContracts(contract, Map.of(LATEST, contract), Map.of(), Map.of(WRITER, writer)), writer,
                    WRITER);
        }
    }

    @Test
    void lawfulEventsAreWhatAvroReads() throws Exception {
        for (int i = 0; i < CONTRACTS; i++) {
            // given
            Contract contract = contract();
            Schema writer = new WriterSchemas(random, true).of(contract.schema());
            StreamContracts contracts = contracts(contract, writer);
            DecodedPair pair = new DecodedPair(contracts);
            List<EventRow> expected = new ArrayList<>();
            // when
            for (int n = 0; n < EVENTS; n++) {
                GenericRecord event = values.event(writer);
                byte[] value = written.value(event, WRITER);
                ConsumerRecord<byte[], byte[]> source = written.record(written.key(event), value);
                assertInstanceOf(Decoded.Event.class, pair.decode(source, false));
                expected.add(avro(contract, writer, source));
            }
            // then
            assertEquals(EVENTS, pair.planned());
            pair.assertSame();
            pair.assertSame(expected);
            pair.assertNoHeavierThanWeighed();
        }
    }

    private static EventRow avro(Contract contract, Schema writer, ConsumerRecord<byte[], byte[]> source)
            throws IOException {
        byte[] value = source.value();
        GenericRecord event = new GenericDatumReader<GenericRecord>(writer, contract.schema(), CanonicalUuids.data())
                .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
        var reading = assertInstanceOf(RoleValues.Reading.Lawful.class, RoleValues.read(contract, event));
        return EventRows.row(new DecodedEvent(contract, WRITER, event, reading.values(), source.partition(),
                source.offset(), EventHeaders.ingestedAtMicros(source),
                EventHeaders.text(source.headers(), "correlation_id")
                        .flatMap(CorrelationId::parse).orElse(null)),
                "stream");
    }

    private void compare(Contract contract, Schema writer) {
        compare(contracts(contract, writer), writer, WRITER);
    }

    private void compare(StreamContracts contracts, Schema writer, long contentId) {
        DecodedPair pair = new DecodedPair(contracts);
        values.breakRules(0);
        for (int i = 0; i < EVENTS; i++) {
            GenericRecord event = values.event(writer);
            pair.decode(written.record(written.key(event), written.value(event, contentId)), false);
        }
        values.breakRules(20);
        for (int i = 0; i < EVENTS; i++) {
            GenericRecord event = values.event(writer);
            pair.decode(written.record(written.key(event), written.value(event, contentId)), false);
        }
        for (int i = 0; i < 3 * EVENTS; i++) {
            GenericRecord event = values.event(writer);
            byte[] value = written.damaged(written.value(event, contentId));
            byte[] key = random.nextInt(10) == 0 ? null : written.key(event);
            pair.decode(written.record(key, random.nextInt(30) == 0 ? null : value), true);
        }
        assertTrue(pair.letters() > 0);
        pair.assertSame();
        values.breakRules(0);
    }

    private static StreamContracts contracts(Contract contract, Schema writer) {
        Map<Long, Contract> byContentId = new HashMap<>(Map.of(LATEST, contract));
        byContentId.put(WRITER, new Contract(STREAM, 1, WRITER, writer, contract.roles(), List.of("event_date"),
                Duration.ofDays(30)));
        return new StreamContracts(contract, byContentId, Map.of(9L, "refused"));
    }

    /** A schema may turn out to be no contract: a default of a random enum in a partition column, for instance. */
    private Contract contract() {
        while (true) {
            values.breakRules(0);
            Optional<Contract> contract = parsed(new RandomSchemas(random, values).contract());
            if (contract.isPresent()) {
                return contract.get();
            }
        }
    }

    private static Optional<Contract> parsed(Schema schema) {
        try {
            return Optional.of(ContractParser.parse(STREAM, 2, LATEST, schema.toString()));
        } catch (ContractException e) {
            return Optional.empty();
        }
    }
}
