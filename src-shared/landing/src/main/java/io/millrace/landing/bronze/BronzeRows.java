package io.millrace.landing.bronze;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.table.EventBatch;
import io.millrace.table.vector.BytesVector;
import io.millrace.table.vector.ColumnVector;
import io.millrace.table.vector.IntVector;
import io.millrace.table.vector.ListVector;
import io.millrace.table.vector.LongVector;
import io.millrace.table.vector.StructVector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Rows of a bronze table as columns, without an object for each. Used by one thread. */
public final class BronzeRows {
    /** The memory that a record takes in the vectors beside its bytes. */
    private static final long RECORD_BYTES = 112;
    /** The same for a header. */
    private static final long HEADER_BYTES = 16;
    /** Names of headers hardly vary; this many are kept as bytes. */
    private static final int MOST_NAMES = 256;
    /** A later timestamp, which any producer can send, does not fit into a column of microseconds. */
    private static final long LATEST_MILLIS = Long.MAX_VALUE / 1_000L;
    private static final byte[] NOTHING = {};

    private final EventBatch rows = new EventBatch(BronzeTable.SHAPE);
    private final BytesVector topicId = (BytesVector) vector(BronzeTable.TOPIC_ID);
    private final IntVector partition = (IntVector) vector(BronzeTable.PARTITION);
    private final LongVector offset = (LongVector) vector(BronzeTable.OFFSET);
    private final LongVector timestamp = (LongVector) vector(BronzeTable.TIMESTAMP);
    private final BytesVector key = (BytesVector) vector(BronzeTable.KEY);
    private final BytesVector value = (BytesVector) vector(BronzeTable.VALUE);
    private final ListVector headers = (ListVector) vector(BronzeTable.HEADERS);
    private final StructVector header = (StructVector) headers.elements();
    private final BytesVector headerKey = (BytesVector) header.fields().get(0);
    private final BytesVector headerValue = (BytesVector) header.fields().get(1);
    private final LongVector schemaId = (LongVector) vector(BronzeTable.SCHEMA_ID);
    private final IntVector ingestDate = (IntVector) vector(BronzeTable.INGEST_DATE);
    private final Map<String, byte[]> names = new HashMap<>();
    private byte[] topic = NOTHING;
    private String topicText = "";
    private long weight;

    private ColumnVector vector(String column) {
        ColumnVector found = rows.vector(column);
        if (found == null) {
            throw new IllegalStateException("a bronze table has no column " + column);
        }
        return found;
    }

    /**
     * Adds a record.
     *
     * @param ofTopic
     *            Kafka's id of its topic
     * @param day
     *            the UTC date on which it is appended, in days since 1970-01-01
     */
    public void add(String ofTopic, ConsumerRecord<byte[], byte[]> record, int day) {
        boolean complete = false;
        try {
            topicId.append(topic(ofTopic), 0, topic.length);
            partition.append(record.partition());
            offset.append(record.offset());
            if (record.timestamp() < 0 || record.timestamp() > LATEST_MILLIS) {
                timestamp.appendNull();
            } else {
                timestamp.append(record.timestamp() * 1_000L);
            }
            append(key, record.key());
            append(value, record.value());
            for (Header one : record.headers()) {
                header.appendPresent();
                byte[] name = name(one.key());
                headerKey.append(name, 0, name.length);
                append(headerValue, one.value());
                weight += HEADER_BYTES + name.length;
            }
            headers.appendEnd();
            appendSchemaId(record.value());
            ingestDate.append(day);
            rows.pks().append(NOTHING, 0, 0);
            rows.eventIds().append(NOTHING, 0, 0);
            rows.end(record.partition(), record.offset(), 0, 0);
            weight += RECORD_BYTES + topic.length;
            complete = true;
        } finally {
            if (!complete) {
                rows.rollback();
            }
        }
    }

    private byte[] topic(String text) {
        if (!text.equals(topicText)) {
            topicText = text;
            topic = text.getBytes(StandardCharsets.UTF_8);
        }
        return topic;
    }

    private byte[] name(String text) {
        byte[] known = names.get(text);
        if (known == null) {
            known = text.getBytes(StandardCharsets.UTF_8);
            if (names.size() < MOST_NAMES) {
                names.put(text, known);
            }
        }
        return known;
    }

    private void append(BytesVector column, byte @Nullable [] bytes) {
        if (bytes == null) {
            column.appendNull();
        } else {
            column.append(bytes, 0, bytes.length);
            weight += bytes.length;
        }
    }

    private void appendSchemaId(byte @Nullable [] bytes) {
        if (bytes == null || !RecordCodec.hasContentId(bytes)) {
            schemaId.appendNull();
        } else {
            schemaId.append(RecordCodec.contentIdOf(bytes));
        }
    }

    /** The rows. */
    public EventBatch events() {
        return rows;
    }

    /** The memory that the rows take, in bytes. */
    public long weight() {
        return weight;
    }

    /** Removes all rows. */
    public void clear() {
        rows.clear();
        weight = 0;
    }
}
