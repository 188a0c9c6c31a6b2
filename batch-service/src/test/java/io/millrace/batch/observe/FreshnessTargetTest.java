package io.millrace.batch.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.OdcsTargets;
import io.millrace.contracts.slo.SloTargets;
import org.junit.jupiter.api.Test;

/** The target by which the condition of a stream is judged is that of its freshness objective. */
class FreshnessTargetTest {
    private static SloTargets targets(String settings) {
        return ContractParser.parse(new StreamName("things"), """
                {"type": "record", "name": "Thing", "millrace": {%s}, "fields": [
                  {"name": "pk", "type": "string"},
                  {"name": "event_id", "type": "string"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}
                ]}""".formatted(settings)).slo();
    }

    @Test
    void theTargetIsTheThresholdOfTheObjective() {
        assertEquals(Duration.ofSeconds(5), StreamObserver.target(targets("")));
        assertEquals(Duration.ofSeconds(30), StreamObserver.target(targets("\"freshness\": \"PT30S\"")));
        assertEquals(Duration.ofSeconds(2), StreamObserver.target(
                targets("\"freshness\": \"PT30S\", \"slo\": {\"freshness\": {\"threshold\": \"PT2S\"}}")));
    }

    @Test
    void theTargetOfADataContractIsUsed() {
        SloTargets targets = new OdcsTargets(OptionalDouble.of(172_800), OptionalDouble.empty(), List.of())
                .over(targets(""));

        assertEquals(Duration.ofDays(2), StreamObserver.target(targets));
    }
}
