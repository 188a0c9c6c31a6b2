package io.millrace.table;

import java.util.Map;

import io.millrace.table.column.ColumnType;
import io.millrace.table.mergerule.EventKey;
import io.millrace.table.mergerule.Precedence;
import org.jspecify.annotations.Nullable;

/**
 * One event as a row of the table.
 *
 * @param key
 *            its key
 * @param precedence
 *            its rank among the deliveries of the key
 * @param partition
 *            number of the Kafka partition that it was read from
 * @param ingestedAtMicros
 *            when the gateway accepted it, microseconds since the epoch
 * @param values
 *            values by column name, in the forms that {@link ColumnType} defines; a missing name is null
 */
public record EventRow(
        EventKey key,
        Precedence precedence,
        int partition,
        long ingestedAtMicros,
        Map<String, @Nullable Object> values) {}
