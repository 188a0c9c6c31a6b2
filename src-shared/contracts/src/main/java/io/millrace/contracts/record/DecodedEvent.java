package io.millrace.contracts.record;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.RoleValues;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A valid event as a consumer reads it: with the latest contract that can read it, and its coordinates in Kafka.
 *
 * @param contract
 *            the version that {@code event} has the schema of
 * @param writtenWith
 *            the content id of the version it was written with
 * @param event
 *            the event's fields
 * @param roles
 *            the values of its role fields
 * @param partition
 *            the Kafka partition
 * @param offset
 *            the Kafka offset
 * @param ingestedAtMicros
 *            when the gateway accepted it; the Kafka timestamp when it did not come through the gateway
 * @param correlationId
 *            the request's id, when it came with one
 */
public record DecodedEvent(
        Contract contract,
        long writtenWith,
        GenericRecord event,
        RoleValues roles,
        int partition,
        long offset,
        long ingestedAtMicros,
        @Nullable CorrelationId correlationId) {}
