package io.millrace.contracts.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.RoleValues;
import io.millrace.contracts.schema.StreamName;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decides for every Kafka record of a stream whether it is an event or a dead letter. Shared by both writers. */
public final class RecordDecoder {
    private static final String NO_VALUE = "the record has no value";

    private final ContractCatalog catalog;

    public RecordDecoder(ContractCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Decodes one record, as the latest contract.
     *
     * @throws RegistryUnavailableException
     *             when the record names a schema that is not known here and the registry cannot be asked; the record is
     *             neither event nor dead letter until it can
     */
    public Decoded decode(StreamName stream, ConsumerRecord<byte[], byte[]> source) {
        askForUnknown(stream, List.of(source));
        return decodeKnown(stream, source, new DecodedWeight(Long.MAX_VALUE));
    }

    /**
     * Decodes what was read from Kafka together, in its order, as the latest contract. The registry is asked at most
     * once for all of it, however many unknown schemas it names: what one of these records was written with was
     * registered before it was read.
     *
     * @return decoded one by one as it is taken
     * @throws RegistryUnavailableException
     *             before anything is decoded, when a record names a schema that is not known here and the registry
     *             cannot be asked
     */
    public Stream<Decoded> decode(StreamName stream, List<ConsumerRecord<byte[], byte[]>> sources) {
        askForUnknown(stream, sources);
        return sources.stream().map(source -> decodeKnown(stream, source, new DecodedWeight(Long.MAX_VALUE)));
    }

    /**
     * Asks the registry, once, when one of these records names a schema that is not known here.
     *
     * @throws RegistryUnavailableException
     *             when it cannot be asked
     */
    public void askForUnknown(StreamName stream, List<ConsumerRecord<byte[], byte[]>> sources) {
        Optional<StreamContracts> known = catalog.find(stream);
        if (sources.stream().anyMatch(source -> namesUnknown(known, source.value()))) {
            var unused = catalog.refresh(stream);
        }
    }

    private static boolean namesUnknown(Optional<StreamContracts> known, byte @Nullable [] value) {
        if (value == null) {
            return false;
        }
        try {
            long contentId = RecordCodec.contentId(value);
            return known.isEmpty() || !(known.get().byContentId().containsKey(contentId)
                    || known.get().refused().containsKey(contentId));
        } catch (UndecodableException e) {
            return false;
        }
    }

    /**
     * Decodes one record without asking the registry, see {@link #askForUnknown}.
     *
     * @param weight
     *            counts what the event takes in memory
     * @throws OverweightException
     *             when that is more than its limit; the record is neither event nor dead letter
     */
    public Decoded decodeKnown(StreamName stream, ConsumerRecord<byte[], byte[]> source, DecodedWeight weight) {
        return catalog.find(stream).map(contracts -> decode(contracts, source, weight))
                .orElseGet(() -> poison(source, DeadLetter.Reason.UNDECODABLE,
                        source.value() == null ? NO_VALUE : "stream " + stream + " has no contract"));
    }

    /**
     * Decodes one record as the version of the contract that it was written with: for an event that is too heavy with the
     * defaults that later versions fill in.
     *
     * @throws OverweightException
     *             when it weighs more than the limit as that version too, or when that version is the latest
     */
    public static Decoded decodeAsWritten(StreamContracts contracts, ConsumerRecord<byte[], byte[]> source,
            DecodedWeight weight) {
        try {
            long contentId = RecordCodec.contentId(source.value());
            Contract writer = contracts.byContentId().get(contentId);
            if (writer == null || contentId == contracts.latest().contentId()) {
                throw new OverweightException(weight.limit());
            }
            return read(source, contentId, writer.schema(), writer, weight);
        } catch (UndecodableException e) {
            return poison(source, DeadLetter.Reason.UNDECODABLE, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Decodes one record as the latest of these contracts; as the one that it was written with, when it is an event by that
     * one alone: a later version takes no event along.
     *
     * @param weight
     *            counts what the event takes in memory
     * @throws OverweightException
     *             when that is more than its limit; the record is neither event nor dead letter
     */
    public static Decoded decode(StreamContracts contracts, ConsumerRecord<byte[], byte[]> source,
            DecodedWeight weight) {
        if (source.value() == null) {
            return poison(source, DeadLetter.Reason.UNDECODABLE, NO_VALUE);
        }
        Contract latest = contracts.latest();
        long contentId;
        try {
            contentId = RecordCodec.contentId(source.value());
        } catch (UndecodableException e) {
            return poison(source, DeadLetter.Reason.UNDECODABLE, String.valueOf(e.getMessage()));
        }
        Contract writer = contracts.byContentId().get(contentId);
        if (writer != null) {
            Decoded decoded = read(source, contentId, writer.schema(), latest, weight);
            if (decoded instanceof Decoded.Event || writer.contentId() == latest.contentId()) {
                return decoded;
            }
            return read(source, contentId, writer.schema(), writer, weight) instanceof Decoded.Event event
                    ? event
                    : decoded;
        }
        Schema readable = contracts.readable().get(contentId);
        if (readable != null) {
            return read(source, contentId, readable, latest, weight);
        }
        String refusal = contracts.refused().get(contentId);
        return refusal == null
                ? poison(source, DeadLetter.Reason.UNKNOWN_CONTRACT,
                        "schema id " + contentId + " is no version of the contract of " + latest.stream())
                : poison(source, DeadLetter.Reason.REFUSED_CONTRACT, refusal);
    }

    private static Decoded read(ConsumerRecord<byte[], byte[]> source, long contentId, Schema writer,
            Contract contract, DecodedWeight weight) {
        try {
            return lawful(source, contract, contentId, RecordCodec.decode(source.value(), writer, contract.schema(),
                    weight));
        } catch (UndecodableException e) {
            return poison(source, DeadLetter.Reason.UNDECODABLE, String.valueOf(e.getMessage()));
        }
    }

    /** The key of an event. */
    public record Key(String pk, String eventId) {}

    /**
     * Reads the key of an event that is too heavy to be decoded in full, and nothing else of it.
     *
     * @throws IllegalStateException
     *             when it is no event
     */
    public Key key(StreamName stream, ConsumerRecord<byte[], byte[]> source) {
        try {
            StreamContracts contracts = catalog.find(stream)
                    .orElseThrow(() -> new UndecodableException("stream " + stream + " has no contract"));
            Contract writer = contracts.byContentId().get(RecordCodec.contentId(source.value()));
            if (writer == null) {
                throw new UndecodableException("its schema id is of no contract of " + stream);
            }
            GenericRecord event = RecordCodec.decode(source.value(), writer.schema(), keyOnly(writer));
            return new Key(String.valueOf(event.get(writer.roles().pk())),
                    String.valueOf(event.get(writer.roles().eventId())));
        } catch (UndecodableException e) {
            throw new IllegalStateException("the record at offset " + source.offset() + " of partition "
                    + source.partition() + " of " + stream + " has no key: " + e.getMessage(), e);
        }
    }

    private static Schema keyOnly(Contract contract) {
        Schema schema = contract.schema();
        Set<String> names = Set.of(contract.roles().pk(), contract.roles().eventId());
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, schema.getFields().stream()
                .filter(field -> names.contains(field.name()))
                .map(field -> new Schema.Field(field.name(), field.schema()))
                .toList());
    }

    private static Decoded lawful(ConsumerRecord<byte[], byte[]> source, Contract contract, long contentId,
            GenericRecord event) {
        return switch (RoleValues.read(contract, event)) {
            case RoleValues.Reading.Broken broken ->
                poison(source, DeadLetter.Reason.CONTRACT_VIOLATION, broken.problem().toString());
            case RoleValues.Reading.Lawful lawful -> {
                RoleValues roles = lawful.values();
                if (!Arrays.equals(roles.pk().getBytes(StandardCharsets.UTF_8), source.key())) {
                    yield poison(source, DeadLetter.Reason.KEY_MISMATCH,
                            "the Kafka key must be the UTF-8 text of /" + contract.roles().pk()
                                    + ", of a uuid in lower case");
                }
                yield new Decoded.Event(new DecodedEvent(contract, contentId, event, roles, source.partition(),
                        source.offset(), EventHeaders.ingestedAtMicros(source), CorrelationId
                                .parse(EventHeaders.text(source.headers(), EventHeaders.CORRELATION_ID).orElse(null))
                                .orElse(null)));
            }
        };
    }

    private static Decoded poison(ConsumerRecord<byte[], byte[]> source, DeadLetter.Reason reason, String detail) {
        return new Decoded.Poison(new DeadLetter(source, reason, detail));
    }
}
