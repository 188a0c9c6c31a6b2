package io.millrace.table;

import java.util.Map;

import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.Precedence;
import org.jspecify.annotations.Nullable;

/**
 * One event as a row of the table.
 *
 * @param key
 *            its key
 * @param precedence
 *            where it stands among the deliveries of the key
 * @param partition
 *            the Kafka partition it came from
 * @param ingestedAtMicros
 *            when the gateway accepted it, microseconds since the epoch
 * @param values
 *            a value for every column by name, as {@link ColumnType} says; absent is null
 */
public record EventRow(
        EventKey key,
        Precedence precedence,
        int partition,
        long ingestedAtMicros,
        Map<String, @Nullable Object> values) {}
