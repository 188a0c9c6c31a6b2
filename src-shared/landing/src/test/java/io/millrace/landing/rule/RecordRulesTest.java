package io.millrace.landing.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.testing.RuleCase;
import io.millrace.landing.decode.ColumnDecoder;
import io.millrace.table.EventBatch;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class RecordRulesTest {
    private static final String POSITIVE = "{\"name\": \"positive\", \"expr\": \"n > 0\"}";
    private static final Contract UNRULED = contract(1, "");
    private static final Contract RULED = contract(2, POSITIVE);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    static List<RuleCase> cases() {
        return RuleCase.all();
    }

    @BeforeEach
    void collectMeters() {
        Metrics.addRegistry(meters);
    }

    @AfterEach
    void forgetMeters() {
        Metrics.removeRegistry(meters);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void consumersGiveTheVerdictOfTheGateway(RuleCase golden) {
        assertEquals(golden.verdict(), golden.contract().contract().map(contract -> verdict(golden, contract))
                .orElse(golden.contract().verdict()));
    }

    private static String verdict(RuleCase golden, Contract contract) {
        StreamContracts contracts = chain(contract);
        ColumnDecoder decoder = new ColumnDecoder(contracts, "stream");
        EventBatch batch = decoder.begin(contracts);
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>("samples", 0, 0,
                "p".getBytes(StandardCharsets.UTF_8),
                golden.value(contract));
        EventHeaders.add(source.headers(), EventHeaders.INGESTED_AT, RuleCase.NOW.toEpochMilli() + "000");

        DeadLetter letter = decoder.add(source, Long.MAX_VALUE);

        assertEquals(letter == null ? 1 : 0, batch.size());
        if (letter == null) {
            assertEquals(1, decoder.planned(), "the rule was not judged by a plan");
            return "met";
        }
        assertEquals(DeadLetter.Reason.RULE, letter.reason());
        return RuleCase.verdict(letter.detail());
    }

    @Test
    void letterNamesTheRuleAndTheField() {
        DeadLetter letter = add(chain(UNRULED, RULED), RULED, 0);

        assertNotNull(letter);
        var record = letter.toRecord(RULED.stream(), "topic-id");
        assertEquals(Optional.of("rule"), EventHeaders.text(record.headers(), DeadLetter.ERROR_CODE));
        assertEquals(Optional.of("positive"), EventHeaders.text(record.headers(), DeadLetter.ERROR_RULE));
        assertEquals(Optional.of("/n"), EventHeaders.text(record.headers(), DeadLetter.ERROR_POINTER));
        assertEquals(Optional.of("rule positive is not met: n > 0"),
                EventHeaders.text(record.headers(), DeadLetter.ERROR_DETAIL));
        assertEquals(1, failures("positive", "ERROR"));
    }

    @Test
    void eventOfAnOlderVersionIsNotHeldToTheRulesOfALaterOne() {
        assertNull(add(chain(UNRULED, RULED), UNRULED, 0));
        assertEquals(0, failures("positive", "ERROR"));
    }

    @Test
    void eventOfAnOlderVersionMayMeetTheRulesOfTheLatestInstead() {
        Contract corrected = contract(3, POSITIVE.replace("n > 0", "n >= 0"));

        assertNull(add(chain(UNRULED, RULED, corrected), RULED, 0));
        assertNotNull(add(chain(UNRULED, RULED, corrected), RULED, -1));
        assertNotNull(add(chain(UNRULED, RULED, contract(3, POSITIVE)), RULED, 0));
    }

    @Test
    void eventOfARefusedVersionIsHeldToTheRulesOfTheVersionThatItIsReadAs() {
        StreamContracts contracts = new StreamContracts(RULED, Map.of(2L, RULED), Map.of(1L, "refused"),
                Map.of(1L, UNRULED.schema()));

        assertNull(add(contracts, UNRULED, 1));
        assertNotNull(add(contracts, UNRULED, 0));
    }

    @Test
    void rulesThatOnlyCountLetTheEventPassAndAreCountedOnce() {
        Contract counting = contract(4, POSITIVE.replace("}", ", \"onFailure\": \"NONE\"}"));

        assertNull(add(chain(counting), counting, 0));
        assertNull(add(chain(counting), counting, 1));

        assertEquals(1, failures("positive", "NONE"));
    }

    @Test
    void quarantinedAndReadRulesAreJudgedAndThoseOfTheGatewayAloneAreNot() {
        for (String members : List.of("\"onFailure\": \"DLQ\"", "\"mode\": \"READ\"")) {
            Contract contract = contract(5, POSITIVE.replace("}", ", " + members + "}"));
            assertNotNull(add(chain(contract), contract, 0), members);
        }
        Contract gateway = contract(6, POSITIVE.replace("}", ", \"mode\": \"WRITE\"}"));

        assertNull(add(chain(gateway), gateway, 0));
    }

    @Test
    void brokenRecordKeepsItsOwnReason() {
        byte[] whole = value(RULED, 0);
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);

        DeadLetter letter = add(chain(RULED), longer);

        assertNotNull(letter);
        assertEquals(DeadLetter.Reason.UNDECODABLE, letter.reason());
    }

    @Test
    void failuresOfADryRunAreNotCounted() {
        StreamContracts contracts = chain(UNRULED, RULED);
        ColumnDecoder decoder = ColumnDecoder.ofDryRun(contracts);
        decoder.begin(contracts);

        DeadLetter letter = decoder.add(new ConsumerRecord<>("samples", 0, 0, "p".getBytes(StandardCharsets.UTF_8),
                value(RULED, 0)), Long.MAX_VALUE);

        assertNotNull(letter);
        assertEquals(DeadLetter.Reason.RULE, letter.reason());
        assertEquals(0, failures("positive", "ERROR"));
    }

    @Test
    void disabledRuleIsNotJudged() {
        Contract disabled = contract(7, POSITIVE.replace("}", ", \"disabled\": true}"));

        assertNull(add(chain(disabled), disabled, 0));
    }

    private double failures(String rule, String onFailure) {
        var counter = meters.find("millrace.rule.failures")
                .tags("stream", "ruled", "rule", rule, "on_failure", onFailure)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static @Nullable DeadLetter add(StreamContracts contracts, Contract writer, int n) {
        return add(contracts, value(writer, n));
    }

    private static @Nullable DeadLetter add(StreamContracts contracts, byte[] value) {
        ColumnDecoder decoder = new ColumnDecoder(contracts, "stream");
        EventBatch batch = decoder.begin(contracts);
        DeadLetter letter = decoder.add(
                new ConsumerRecord<>("ruled", 0, 0, "p".getBytes(StandardCharsets.UTF_8), value), Long.MAX_VALUE);
        assertEquals(letter == null ? 1 : 0, batch.size());
        return letter;
    }

    private static byte[] value(Contract writer, int n) {
        return RecordCodec.encode(writer, new GenericRecordBuilder(writer.schema()).set("pk", "p").set("event_id", "e")
                .set("event_time", 1L).set("n", n).build());
    }

    private static StreamContracts chain(Contract... contracts) {
        return new StreamContracts(contracts[contracts.length - 1],
                Arrays.stream(contracts).collect(Collectors.toMap(Contract::contentId, c -> c)),
                Map.of());
    }

    private static Contract contract(int version, String rules) {
        return ContractParser.parse(new StreamName("ruled"), version, version, """
                {"type": "record", "name": "Ruled", "millrace": {"rules": [%s]}, "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "n", "type": "int"}]}""".formatted(rules));
    }
}
