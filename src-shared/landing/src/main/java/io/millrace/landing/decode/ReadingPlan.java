package io.millrace.landing.decode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.Roles;
import io.millrace.table.EventBatch;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.LongVector;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records that were written with one schema as the events of a contract, straight into the columns of a batch. It
 * accepts no record that {@link io.millrace.contracts.record.RecordDecoder} refuses.
 */
final class ReadingPlan {
    /** The partition, offset, revision and time of acceptance of an event. */
    private static final long COORDINATES = Integer.BYTES + 3L * Long.BYTES;

    private final EventBatch batch;
    private final AvroStep fields;
    private final long fixedWeight;
    private final KeyColumn pk;
    private final KeyColumn eventId;
    private final LongVector eventTime;
    private final @Nullable ColumnVector revision;
    private final MetadataStep metadata;

    /**
     * @param writer
     *            the schema that the records were written with
     * @param contentId
     *            of that schema
     * @param contract
     *            that the columns of the batch follow from
     * @param writtenBy
     *            the name of the writer that merges the batch
     */
    ReadingPlan(Schema writer, long contentId, Contract contract, EventBatch batch, String writtenBy) {
        this.batch = batch;
        Roles roles = contract.roles();
        StepCompiler compiler = new StepCompiler(notEmpty(contract));
        this.fields = compiler.event(writer, contract.schema(), batch.shape().columns(), batch.vectors());
        this.pk = new KeyColumn(column(batch, roles.pk()), batch.pks());
        this.eventId = new KeyColumn(column(batch, roles.eventId()), batch.eventIds());
        this.eventTime = (LongVector) column(batch, roles.eventTime());
        this.revision = roles.revision().map(name -> column(batch, name)).orElse(null);
        this.metadata = new MetadataStep(batch, contentId, writtenBy);
        this.fixedWeight = ColumnWeight.of(batch.shape().columns()) + 2 * ColumnWeight.ofKey()
                + COORDINATES + compiler.defaultBytes();
    }

    /** An empty text has no partition of its own: it reads back as null, in every Delta reader. */
    private static Set<String> notEmpty(Contract contract) {
        Set<String> names = new HashSet<>(contract.partitionBy());
        contract.roles().region().ifPresent(names::add);
        names.addAll(List.of(contract.roles().pk(), contract.roles().eventId()));
        return names;
    }

    /** The vector of a column that the batch has. */
    static ColumnVector column(EventBatch batch, String name) {
        ColumnVector vector = batch.vector(name);
        if (vector == null) {
            throw new IllegalArgumentException("the batch has no column " + name);
        }
        return vector;
    }

    /**
     * Reads one record and adds its event to the batch.
     *
     * @param most
     *            what the event may add to the columns, in bytes
     * @throws UnplannedException
     *             when it is no event by this plan; the batch may have a part of it
     * @throws io.millrace.contracts.record.OverweightException
     *             when the event weighs more; the batch may have a part of it
     */
    void read(ConsumerRecord<byte[], byte[]> source, AvroCursor in, long most) {
        byte[] value = source.value();
        in.start(value, RecordCodec.HEADER, most);
        in.charge(fixedWeight + value.length);
        fields.read(in);
        if (!in.isEnd()) {
            throw UnplannedException.INSTANCE;
        }
        int index = batch.size();
        in.charge(pk.copy(index) + (long) eventId.copy(index));
        BytesVector pks = batch.pks();
        byte[] key = source.key();
        if (key == null || !Arrays.equals(key, 0, key.length, pks.bytes(), pks.begin(index),
                pks.begin(index) + pks.length(index))) {
            throw UnplannedException.INSTANCE;
        }
        long ingestedAt = EventHeaders.ingestedAtMicros(source);
        in.charge(metadata.append(source, eventTime.at(index), ingestedAt));
        batch.end(source.partition(), source.offset(), revision(index), ingestedAt);
    }

    private long revision(int index) {
        return switch (revision) {
            case null -> 0;
            case LongVector numbers -> numbers.at(index);
            case IntVector numbers -> numbers.at(index);
            default -> throw new IllegalStateException("a revision is a whole number");
        };
    }
}
