package io.millrace.landing.decode;

import java.nio.charset.StandardCharsets;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.contracts.record.EventHeaders;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.MetadataColumns;
import io.millrace.table.EventBatch;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.LongVector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Appends the columns that every table has beside the fields of its contract. */
final class MetadataStep {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final IntVector eventDate;
    private final LongVector ingestedAt;
    private final IntVector partition;
    private final LongVector offset;
    private final LongVector schemaId;
    private final BytesVector correlationId;
    private final BytesVector writtenBy;
    private final long contentId;
    private final byte[] writer;

    MetadataStep(EventBatch batch, long contentId, String writer) {
        this.eventDate = (IntVector) ReadingPlan.column(batch, Contract.EVENT_DATE);
        this.ingestedAt = (LongVector) ReadingPlan.column(batch, MetadataColumns.INGESTED_AT);
        this.partition = (IntVector) ReadingPlan.column(batch, MetadataColumns.PARTITION);
        this.offset = (LongVector) ReadingPlan.column(batch, MetadataColumns.OFFSET);
        this.schemaId = (LongVector) ReadingPlan.column(batch, MetadataColumns.SCHEMA_ID);
        this.correlationId = (BytesVector) ReadingPlan.column(batch, MetadataColumns.CORRELATION_ID);
        this.writtenBy = (BytesVector) ReadingPlan.column(batch, MetadataColumns.WRITTEN_BY);
        this.contentId = contentId;
        this.writer = writer.getBytes(StandardCharsets.UTF_8);
    }

    /** Appends those of an event; returns the bytes of their texts. */
    int append(ConsumerRecord<byte[], byte[]> source, long eventTimeMicros, long ingestedAtMicros) {
        eventDate.append((int) Math.floorDiv(eventTimeMicros, MICROS_PER_DAY));
        ingestedAt.append(ingestedAtMicros);
        partition.append(source.partition());
        offset.append(source.offset());
        schemaId.append(contentId);
        writtenBy.append(writer, 0, writer.length);
        return writer.length + correlation(source.headers().lastHeader(EventHeaders.CORRELATION_ID));
    }

    private int correlation(@Nullable Header header) {
        byte[] id = header == null ? null : header.value();
        if (id == null || !CorrelationId.isLegal(id)) {
            correlationId.appendNull();
            return 0;
        }
        correlationId.append(id, 0, id.length);
        return id.length;
    }
}
