package io.millrace.contracts.schema;

import java.util.List;
import java.util.Optional;

import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The values of the role fields of one event, and the rules that Avro cannot express.
 *
 * @param pk
 *            the business key as text, never empty; its UTF-8 bytes are the Kafka key
 * @param eventId
 *            the event's id as text, never empty
 * @param eventTimeMicros
 *            microseconds since the epoch, UTC, within the years 1 to 9999
 * @param region
 *            the region, never empty when present
 * @param revision
 *            orders deliveries of the same key; a timestamp in microseconds; 0 when the contract has no such role
 */
public record RoleValues(String pk, String eventId, long eventTimeMicros, @Nullable String region, long revision) {
    /** The longest pk and event_id, in characters of Unicode: a key is held in the key index and in column statistics. */
    public static final int MAX_KEY_LENGTH = 1024;

    private static final String EMPTY_PARTITION = "partitions the table and must not be empty text";
    private static final String EMPTY_REGION = "is the region, by which a table may be partitioned, and must not be empty"
            + " text; leave it out or send null where the contract lets you";

    /** The values of the event, or the first rule that it breaks. */
    public sealed interface Reading {
        /** The event keeps the rules. */
        record Lawful(RoleValues values) implements Reading {}

        /** The event breaks a rule. */
        record Broken(ContractProblem problem) implements Reading {}
    }

    /** Reads the roles of an event of this contract, after holding all its values to the rules of the table's types. */
    public static Reading read(Contract contract, GenericRecord event) {
        Optional<ContractProblem> broken = ValueRules.firstProblem(contract.schema(), event, "");
        if (broken.isPresent()) {
            return new Reading.Broken(broken.get());
        }
        Roles roles = contract.roles();
        String pk = String.valueOf(event.get(roles.pk()));
        String eventId = String.valueOf(event.get(roles.eventId()));
        String fault = keyFault(pk);
        if (fault != null) {
            return broken(roles.pk(), fault);
        }
        fault = keyFault(eventId);
        if (fault != null) {
            return broken(roles.eventId(), fault);
        }
        long time = (Long) event.get(roles.eventTime());
        boolean millis = contract.schema().getField(roles.eventTime()).schema()
                .getLogicalType() instanceof LogicalTypes.TimestampMillis;
        String region = text(event, roles.region());
        if ("".equals(region)) {
            return broken(roles.region().orElseThrow(), EMPTY_REGION);
        }
        for (String column : contract.partitionBy()) {
            // A partition value that is empty text reads back as null, in every Delta reader.
            if (!column.equals(Contract.EVENT_DATE) && "".equals(text(event, Optional.of(column)))) {
                return broken(column, EMPTY_PARTITION);
            }
        }
        Object revision = roles.revision().map(event::get).orElse(null);
        return new Reading.Lawful(new RoleValues(pk, eventId, millis ? time * 1_000L : time, region,
                revision == null ? 0 : revision(contract, ((Number) revision).longValue())));
    }

    /**
     * Why a value cannot stand in a field, as far as the roles of the field say so; null when it can.
     *
     * @param value
     *            of the field's type
     */
    static @Nullable String fault(Roles roles, List<String> partitionBy, String field, @Nullable Object value) {
        if (field.equals(roles.pk()) || field.equals(roles.eventId())) {
            return keyFault(String.valueOf(value));
        }
        if (roles.region().filter(field::equals).isPresent() && "".equals(String.valueOf(value))) {
            return EMPTY_REGION;
        }
        return partitionBy.contains(field) && "".equals(String.valueOf(value)) ? EMPTY_PARTITION : null;
    }

    /** Why a text cannot be a pk or an event id; null when it can. */
    public static @Nullable String keyFault(String value) {
        if (value.isEmpty() || value.length() > MAX_KEY_LENGTH
                && value.codePointCount(0, value.length()) > MAX_KEY_LENGTH) {
            return "must have 1 to " + MAX_KEY_LENGTH + " characters, has "
                    + value.codePointCount(0, value.length());
        }
        return value.isBlank() ? "must not be blank" : null;
    }

    /** In the unit that the table keeps, so that a delivery compares with a row: a timestamp in microseconds. */
    private static long revision(Contract contract, long value) {
        boolean millis = contract.roles().revision().map(field -> contract.schema().getField(field).schema())
                .filter(schema -> schema.getLogicalType() instanceof LogicalTypes.TimestampMillis).isPresent();
        return millis ? Math.multiplyExact(value, 1_000L) : value;
    }

    private static @Nullable String text(GenericRecord event, Optional<String> field) {
        Object value = field.map(event::get).orElse(null);
        return value == null ? null : value.toString();
    }

    private static Reading broken(String field, String reason) {
        return new Reading.Broken(new ContractProblem("/" + field, reason));
    }
}
