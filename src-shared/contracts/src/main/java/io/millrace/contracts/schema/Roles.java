package io.millrace.contracts.schema;

import java.util.Optional;

/**
 * Which field of the contract plays which role. Each role defaults to the field of its own name; the schema property
 * {@code millrace} may point it elsewhere.
 *
 * @param pk
 *            the business key (string, int or long); decides the Kafka partition
 * @param eventId
 *            names the event within its pk (string, int or long); {@code (pk, event_id)} is the key of the table
 * @param eventTime
 *            when it happened (timestamp-millis or timestamp-micros)
 * @param region
 *            where it happened (string or enum, may be nullable); rows of a day are clustered by it, and it may be named in
 *            {@code partition-by} where it has few values
 * @param revision
 *            orders deliveries of the same key (int or long), the higher wins; 0 when absent
 */
public record Roles(String pk, String eventId, String eventTime, Optional<String> region, Optional<String> revision) {}
