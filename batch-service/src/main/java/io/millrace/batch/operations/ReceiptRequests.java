package io.millrace.batch.operations;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.StreamTables;
import io.millrace.landing.receipt.ReceiptJson;
import io.millrace.landing.receipt.ReceiptSearch;
import io.millrace.table.SourcePartition;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import io.millrace.table.mergerule.OffsetRange;

/** Tells where an event is. */
@Singleton
class ReceiptRequests {
    /** The parameters of {@link #show}. */
    static final Set<String> OF_EVENT = Set.of("pk");

    private final CurrentContracts contracts;
    private final ContractCatalog catalog;
    private final StreamTables tables;
    private final OffsetRangeReader topics;

    ReceiptRequests(CurrentContracts contracts, ContractCatalog catalog, BatchServiceConfig config,
            OffsetRangeReader topics) {
        this.contracts = contracts;
        this.catalog = catalog;
        this.tables = new StreamTables(config, RedriveJobs.WRITER);
        this.topics = topics;
    }

    OperationsResponse show(OperationsRequest request) {
        StreamName stream = OperationsRequest.stream(request.variables().getFirst());
        String pk = request.value("pk").filter(text -> !text.isEmpty())
                .orElseThrow(() -> RequestRefusedException.badRequest("The query parameter pk is required"));
        request.requireRead(stream);
        var unused = contracts.of(stream);
        try (TableReader table = EventTables.read(tables.location(stream));
                TableReader letters = EventTables.read(tables.letterLocation(stream))) {
            return OperationsResponse.of(200, ReceiptJson.of(stream,
                    new ReceiptSearch(stream, catalog, table, letters, (from, sink) -> read(stream, from, sink))
                            .find(pk, request.variables().getLast())));
        }
    }

    private void read(StreamName stream, ToLongFunction<SourcePartition> from, ReceiptSearch.LetterSink sink) {
        OffsetRangeReader.Topic topic = topics.topic(stream.deadLetterTopic());
        Map<Integer, OffsetRange> unmerged = new HashMap<>();
        topic.bounds().forEach((partition, bounds) -> {
            long begin = Math.max(bounds.from(), from.applyAsLong(new SourcePartition(topic.id(), partition)));
            if (begin < bounds.until()) {
                unmerged.put(partition, new OffsetRange(begin, bounds.until()));
            }
        });
        if (!unmerged.isEmpty()) {
            topics.read(topic, unmerged, OffsetRangeReader.ChunkSize.SMALL,
                    (records, ranges) -> records.forEach(letter -> sink.accept(topic.id(), letter)));
        }
    }
}
