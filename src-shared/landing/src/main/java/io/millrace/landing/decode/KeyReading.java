package io.millrace.landing.decode;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.binary.MalformedAvroException;
import io.millrace.contracts.record.Decoded;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.RecordDecoder;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventBatch;
import io.millrace.table.mergerule.EventKey;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of the records of a stream in two ways: quickly, without a look at what follows the key in the record, and
 * exactly, with the result of {@link RecordDecoder}. Used by one thread.
 */
public final class KeyReading {
    /** The hash for a record without a key; no key has it. */
    public static final long NONE = 0;

    private final StreamName stream;
    private final ContractCatalog catalog;
    private final RecordDecoder decoder;
    private final AvroCursor in = new AvroCursor();
    private final Map<Long, Optional<Plans>> plans = new HashMap<>();
    private @Nullable StreamContracts contracts;

    private record Plans(KeyPlan key, ReadingPlan event, EventBatch scratch) {}

    public KeyReading(StreamName stream, ContractCatalog catalog) {
        this.stream = stream;
        this.catalog = catalog;
        this.decoder = new RecordDecoder(catalog);
    }

    /** The hash of a key that is not {@link #NONE}. */
    public static long legal(long hash) {
        return hash == NONE ? 1 : hash;
    }

    /**
     * The hash of the key in a record, which need not be an event; {@link #NONE} when the record has no key that can be read
     * quickly.
     */
    public long quickHash(ConsumerRecord<byte[], byte[]> source) {
        Plans known = plans(source);
        try {
            return known == null ? NONE : legal(known.key.hash(source.value(), in));
        } catch (UnplannedException | MalformedAvroException e) {
            return NONE; // as the exact reading will find
        }
    }

    /**
     * The key of an event; empty for a record that is no event.
     *
     * @param most
     *            memory for the event, in bytes; of a larger one only the key is read
     */
    public Optional<EventKey> key(ConsumerRecord<byte[], byte[]> source, long most) {
        try {
            Plans known = plans(source);
            EventKey planned = known == null ? null : planned(known, source, most);
            return planned == null ? decoded(source, most) : Optional.of(planned);
        } catch (OverweightException e) {
            RecordDecoder.Key key = decoder.key(stream, source);
            return Optional.of(new EventKey(key.pk(), key.eventId()));
        }
    }

    private @Nullable EventKey planned(Plans known, ConsumerRecord<byte[], byte[]> source, long most) {
        known.scratch.rollback();
        known.scratch.clear();
        try {
            known.event.read(source, in, most);
            return known.scratch.row(0).key();
        } catch (UnplannedException | MalformedAvroException e) {
            return null; // the decoder gives the result
        }
    }

    private Optional<EventKey> decoded(ConsumerRecord<byte[], byte[]> source, long most) {
        return switch (decoder.decodeKnown(stream, source, new DecodedWeight(most))) {
            case Decoded.Event event -> Optional.of(
                    new EventKey(event.event().roles().pk(), event.event().roles().eventId()));
            case Decoded.Poison poison -> Optional.empty();
        };
    }

    private @Nullable Plans plans(ConsumerRecord<byte[], byte[]> source) {
        StreamContracts current = catalog.find(stream).orElse(null);
        if (current == null || source.value() == null || !RecordCodec.hasContentId(source.value())) {
            return null;
        }
        if (!current.equals(contracts)) {
            contracts = current;
            plans.clear();
        }
        return plans.computeIfAbsent(RecordCodec.contentIdOf(source.value()), id -> compiled(current, id))
                .orElse(null);
    }

    /** Empty for records of a schema that is not known. */
    private static Optional<Plans> compiled(StreamContracts contracts, long contentId) {
        Contract writer = contracts.byContentId().get(contentId);
        Schema schema = writer == null ? contracts.readable().get(contentId) : writer.schema();
        if (schema == null) {
            return Optional.empty();
        }
        EventBatch scratch = new EventBatch(ContractTable.shape(contracts.latest()));
        return Optional.of(new Plans(new KeyPlan(schema, contracts.latest()),
                new ReadingPlan(schema, contentId, contracts.latest(), scratch, ""), scratch));
    }
}
