package io.millrace.ingest.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.rule.OnFailure;
import io.millrace.contracts.rule.RuleFailure;
import io.millrace.contracts.rule.RuleSet;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.contracts.schema.StreamName;

/** Holds the events of one request to the quality rules of their contracts, and notes which rules they do not meet. */
final class RequestRules {
    /** A rule of a stream. */
    private record Failed(StreamName stream, String rule, OnFailure onFailure) {}

    private final long nowMicros;
    private final Map<Failed, Integer> counts = new HashMap<>();

    /**
     * @param nowMillis
     *            the time that the rules see
     */
    RequestRules(long nowMillis) {
        this.nowMicros = Math.multiplyExact(nowMillis, 1_000L);
    }

    /**
     * The rules for which an event is refused; empty when there are none.
     *
     * @param value
     *            the event as a Kafka value
     */
    List<ContractProblem> refusals(Contract contract, byte[] value) {
        RuleSet rules = contract.rules().atGateway();
        if (rules.isEmpty()) {
            return List.of();
        }
        List<ContractProblem> refusals = new ArrayList<>();
        for (RuleFailure failure : rules.judge(value, RecordCodec.HEADER, nowMicros)) {
            counts.merge(new Failed(contract.stream(), failure.rule().name(), failure.rule().onFailure()), 1,
                    Integer::sum);
            if (failure.rule().onFailure() == OnFailure.ERROR) {
                refusals.add(new ContractProblem(failure.pointer(), failure.reason(), failure.rule().name()));
            }
        }
        return refusals;
    }

    /** Hands the counts over. */
    void count(RuleFailureMeter meter) {
        counts.forEach(
                (failed, events) -> meter.count(failed.stream(), failed.rule(), failed.onFailure().name(), events));
    }
}
