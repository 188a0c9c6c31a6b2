package io.millrace.landing.receipt;

import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.schema.StreamName;

/** Receipts as JSON, without any value of the event. */
public final class ReceiptJson {
    private ReceiptJson() {}

    /**
     * The JSON of a receipt. Its member {@code state} is {@code in-table}, {@code dead-letter}, {@code parked} or
     * {@code not-seen}.
     */
    public static ObjectNode of(StreamName stream, Receipt receipt) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        switch (receipt) {
            case Receipt.InTable found -> {
                var rows = out.put("state", "in-table").putArray("rows");
                found.rows().forEach(row -> {
                    ObjectNode one = rows.addObject().put("version", row.version()).put("file", row.file())
                            .put("topic", stream.topic()).put("partition", row.partition()).put("offset", row.offset())
                            .put("ingested_at", row.ingestedAt().toString()).put("schema_id", row.schemaId())
                            .put("written_by", row.writtenBy());
                    row.correlationId().ifPresent(id -> one.put("correlation_id", id));
                    ObjectNode values = one.putObject("partition_values");
                    new TreeMap<>(row.partitionValues()).forEach(values::put);
                });
            }
            case Receipt.DeadLettered found -> {
                var letters = out.put("state", found.isParked() ? "parked" : "dead-letter").putArray("letters");
                found.letters().forEach(letter -> {
                    ObjectNode one = letters.addObject().put("reason", letter.reason()).put("detail", letter.detail())
                            .put("state", letter.state().code()).put("attempts", letter.attempts())
                            .put("source", letter.source()).put("topic", stream.deadLetterTopic())
                            .put("partition", letter.partition())
                            .put("offset", letter.offset()).put("written_at", letter.writtenAt().toString());
                    letter.rule().ifPresent(rule -> one.put("rule", rule));
                    letter.pointer().ifPresent(pointer -> one.put("pointer", pointer));
                });
            }
            case Receipt.NotSeen none -> {
                ObjectNode marks = out.put("state", "not-seen").put("version", none.version()).putObject("watermarks");
                new TreeMap<>(none.watermarks()).forEach(marks::put);
            }
        }
        return out;
    }
}
