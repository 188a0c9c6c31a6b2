package io.millrace.ingest.admission.format;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.plan.WritingPlan;
import io.millrace.ingest.admission.value.RecordReader;
import io.millrace.ingest.admission.value.StrictJson;
import io.millrace.ingest.admission.value.ValueReaders;

/** The readers of all contracts, each made once, and the JSON syntax that they share. */
final class ContractReaders {
    private final StrictJson syntax;
    /** By content id: the schema of an id never changes. */
    private final Map<Long, ByContentId> readers = new ConcurrentHashMap<>();

    private record ByContentId(RecordReader reader, WritingPlan plan) {
        static ByContentId of(Contract contract) {
            return new ByContentId(ValueReaders.ofRecord(contract.schema()), WritingPlan.of(contract));
        }
    }

    /**
     * @param maxStringLength
     *            the longest JSON string, in characters
     */
    ContractReaders(int maxStringLength) {
        this.syntax = new StrictJson(maxStringLength);
    }

    StrictJson syntax() {
        return syntax;
    }

    ContractReader of(Contract contract) {
        ByContentId shared = readers.computeIfAbsent(contract.contentId(), id -> ByContentId.of(contract));
        return new ContractReader(contract, shared.reader(), shared.plan());
    }
}
