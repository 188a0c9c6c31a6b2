package io.millrace.ingest.admission.format;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.SupportedTypes;
import io.millrace.ingest.admission.value.JsonScalars;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Fields that a changed row does not have and its change event knows: {@code cdc_op}, {@code cdc_deleted}, {@code
 * cdc_lsn}, {@code cdc_ts_ms}, and the time of the event.
 *
 * @param op
 *            what was done to the row
 * @param place
 *            the source of the change event
 */
record ChangeFields(String op, JsonScalars place) {
    private static final long MICROS_PER_MILLI = 1_000;

    boolean canTellDeletes(Contract contract) {
        return contract.schema().getField("cdc_op") != null || contract.schema().getField("cdc_deleted") != null;
    }

    /** The value; null when the change event has none, or none of the field's type. */
    @Nullable
    Object valueOf(Contract contract, Schema.Field field) {
        if (field.name().equals(contract.roles().eventTime())) {
            Long millis = number(place.texts().get("ts_ms"));
            return field.schema().getLogicalType() instanceof LogicalTypes.TimestampMicros ? micros(millis) : millis;
        }
        return switch (field.name()) {
            case "cdc_op" -> typed(field.schema(), op);
            case "cdc_deleted" -> typed(field.schema(), Boolean.toString(op.equals("d")));
            case "cdc_lsn" -> typed(field.schema(), place.texts().get("lsn"));
            case "cdc_ts_ms" -> typed(field.schema(), place.texts().get("ts_ms"));
            default -> null;
        };
    }

    /** Since Debezium 2.6 a source has microseconds, too. */
    private @Nullable Long micros(@Nullable Long millis) {
        Long micros = number(place.texts().get("ts_us"));
        return micros != null || millis == null || Math.abs(millis) > Long.MAX_VALUE / MICROS_PER_MILLI
                ? micros
                : (Long) (millis * MICROS_PER_MILLI);
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("-?[0-9]{1,18}") ? Long.valueOf(text) : null;
    }

    private static @Nullable Object typed(Schema schema, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (SupportedTypes.nonNull(schema).getType()) {
            case STRING -> text;
            case BOOLEAN -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : null;
            case LONG -> number(text);
            default -> null;
        };
    }
}
