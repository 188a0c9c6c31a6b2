package io.millrace.landing.decode;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.binary.MalformedAvroException;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.landing.mapping.EventRows;
import io.millrace.landing.rule.RecordRules;
import io.millrace.table.EventBatch;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for every Kafka record of a stream whether it is an event, which it adds to a batch, or a dead letter. The memory
 * of the batch is used again for the next one. Used by one thread.
 */
public final class ColumnDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnDecoder.class);

    private final String writtenBy;
    private final boolean counting;
    private final AvroCursor in = new AvroCursor();
    private final Map<Long, Optional<ReadingPlan>> plans = new HashMap<>();
    private StreamContracts contracts;
    private RecordRules rules;
    private EventBatch batch;
    private long planId;
    private @Nullable ReadingPlan plan;
    private long weight;
    private long planned;
    private boolean warned;

    /**
     * @param writtenBy
     *            the name of the writer that merges the events
     */
    public ColumnDecoder(StreamContracts contracts, String writtenBy) {
        this(contracts, writtenBy, true);
    }

    private ColumnDecoder(StreamContracts contracts, String writtenBy, boolean counting) {
        this.writtenBy = writtenBy;
        this.counting = counting;
        this.contracts = contracts;
        this.rules = new RecordRules(contracts, counting);
        this.batch = new EventBatch(ContractTable.shape(contracts.latest()));
    }

    /** Judges records that are not merged, for a dry run: the rules that they fail are not counted in the metrics. */
    public static ColumnDecoder ofDryRun(StreamContracts contracts) {
        return new ColumnDecoder(contracts, "dry-run", false);
    }

    /** Begins with an empty batch of events of the latest of these contracts. */
    public EventBatch begin(StreamContracts current) {
        if (!current.equals(contracts)) {
            if (!current.latest().equals(contracts.latest())) {
                batch = new EventBatch(ContractTable.shape(current.latest()));
            }
            contracts = current;
            rules = new RecordRules(current, counting);
            plans.clear();
            plan = null;
        }
        batch.clear();
        return batch;
    }

    /** The memory of the batch, in bytes. */
    public long capacityBytes() {
        return batch.capacityBytes();
    }

    /** Gives the memory of the batch back. */
    public void release() {
        batch = new EventBatch(batch.shape());
        plans.clear();
        plan = null;
    }

    /**
     * Decodes a record, and adds it to the batch when it is an event.
     *
     * @param most
     *            what the event may weigh, in bytes
     * @return the dead letter when it is no event
     * @throws OverweightException
     *             when the event weighs more; it is not in the batch then
     */
    public @Nullable DeadLetter add(ConsumerRecord<byte[], byte[]> source, long most) {
        ReadingPlan known = planOf(source);
        if (known != null && rules.passes(source) && isRead(known, source, most)) {
            rules.count();
            weight = in.weight();
            planned++;
            return null;
        }
        DecodedWeight counted = new DecodedWeight(most);
        return add(source, RecordDecoder.decode(contracts, source, counted), counted);
    }

    /** The same for an event that is too heavy with the defaults that later versions of its contract fill in. */
    public @Nullable DeadLetter addAsWritten(ConsumerRecord<byte[], byte[]> source, long most) {
        DecodedWeight counted = new DecodedWeight(most);
        return add(source, RecordDecoder.decodeAsWritten(contracts, source, counted), counted);
    }

    /** The weight of the last event that was added, in bytes. */
    public long weight() {
        return weight;
    }

    /** The number of events that were read by a plan: the others cost many times as much. */
    public long planned() {
        return planned;
    }

    private @Nullable DeadLetter add(ConsumerRecord<byte[], byte[]> source, Decoded decoded, DecodedWeight counted) {
        weight = counted.bytes();
        return switch (decoded) {
            case Decoded.Poison(DeadLetter letter) -> letter;
            case Decoded.Event event -> {
                DeadLetter refused = rules.refusal(source, event.event());
                if (refused == null) {
                    batch.append(EventRows.row(event.event(), writtenBy));
                }
                yield refused;
            }
        };
    }

    private boolean isRead(ReadingPlan by, ConsumerRecord<byte[], byte[]> source, long most) {
        boolean read = false;
        try {
            by.read(source, in, most);
            read = true;
        } catch (UnplannedException | MalformedAvroException e) {
            LOG.trace("A record is no event by its plan");
        } catch (OverweightException e) {
            throw e;
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            if (!read) {
                batch.rollback();
            }
        }
        return read;
    }

    /** A defect of a plan costs time and no event. */
    private void failed(RuntimeException defect) {
        if (!warned) {
            warned = true;
            LOG.warn("Records of stream {} are decoded slowly, because their reading plan failed",
                    contracts.latest().stream(), defect);
        }
    }

    private @Nullable ReadingPlan planOf(ConsumerRecord<byte[], byte[]> source) {
        if (source.value() == null) {
            return null;
        }
        try {
            long contentId = RecordCodec.contentId(source.value());
            if (plan == null || planId != contentId) {
                plan = plan(contentId);
                planId = contentId;
            }
            return plan;
        } catch (UndecodableException e) {
            return null;
        }
    }

    /** Null when nothing is known of this id, or its plan cannot be made. */
    private @Nullable ReadingPlan plan(long contentId) {
        Contract writer = contracts.byContentId().get(contentId);
        Schema schema = writer == null ? contracts.readable().get(contentId) : writer.schema();
        return schema == null
                ? null
                : plans.computeIfAbsent(contentId, id -> Optional.ofNullable(compiled(schema, id))).orElse(null);
    }

    private @Nullable ReadingPlan compiled(Schema schema, long contentId) {
        try {
            return new ReadingPlan(schema, contentId, contracts.latest(), batch, writtenBy);
        } catch (RuntimeException e) {
            failed(e);
            return null;
        }
    }
}
