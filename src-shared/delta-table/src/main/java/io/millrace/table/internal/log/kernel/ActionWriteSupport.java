package io.millrace.table.internal.log.kernel;

import java.util.Map;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.types.StructType;
import io.millrace.table.internal.storage.Checks;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a columnar batch, each named by its number. */
final class ActionWriteSupport extends WriteSupport<Integer> {
    private final StructType schema;
    private @Nullable ColumnarBatch batch;
    private @Nullable RecordConsumer out;

    ActionWriteSupport(StructType schema) {
        this.schema = schema;
    }

    /** Takes the batch whose rows are written next. */
    void use(ColumnarBatch next) {
        batch = next;
    }

    @Override
    public WriteContext init(@Nullable Configuration configuration) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(new MessageType("spark_schema", CheckpointSchema.types(schema)), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        out = consumer;
    }

    @Override
    public void write(Integer row) {
        RecordConsumer consumer = Checks.notNull(out, "consumer");
        ColumnarBatch from = Checks.notNull(batch, "batch");
        consumer.startMessage();
        for (int i = 0; i < schema.length(); i++) {
            ActionValues.field(consumer, schema.at(i).getName(), i, from.getColumnVector(i), row);
        }
        consumer.endMessage();
    }
}
