package io.millrace.ingest.admission.format;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.value.RecordReader;
import io.millrace.ingest.admission.value.StrictJson;
import io.millrace.ingest.admission.value.ValueReaders;

/** The readers of all contracts, each made once, and the JSON syntax that they share. */
final class ContractReaders {
    private final StrictJson syntax;
    /** By content id: the schema of an id never changes. */
    private final Map<Long, RecordReader> readers = new ConcurrentHashMap<>();

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
        return new ContractReader(contract,
                readers.computeIfAbsent(contract.contentId(), id -> ValueReaders.ofRecord(contract.schema())));
    }
}
