package io.millrace.contracts.rule;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.NullValue;
import dev.cel.common.values.StructValue;
import org.jspecify.annotations.Nullable;

/** A record of an event, with the values of those fields that rules name. Nothing changes them. */
@SuppressWarnings("Immutable")
final class EventStruct extends StructValue<String, EventStruct> {
    private final StructType type;
    private final Map<String, Integer> slots;
    private final Object[] values;

    /**
     * @param slots
     *            the index in {@code values} of each field that was read
     */
    EventStruct(StructType type, Map<String, Integer> slots, Object[] values) {
        this.type = type;
        this.slots = slots;
        this.values = values;
    }

    /** The value of a field, which may be CEL's null; null when the field was not read. */
    @Nullable
    Object at(String field) {
        Integer slot = slots.get(field);
        return slot == null ? null : values[slot];
    }

    @Override
    public Object select(String field) {
        Object value = at(field);
        if (value == null) {
            throw new IllegalStateException("field " + field + " of " + type.name() + " was not read");
        }
        return value;
    }

    /** Empty for null, too: so is has() of a field without a value. */
    @Override
    public Optional<Object> find(String field) {
        Object value = at(field);
        return value == NullValue.NULL_VALUE ? Optional.empty() : Optional.ofNullable(value);
    }

    @Override
    public EventStruct value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public CelType celType() {
        return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventStruct struct && type.name().equals(struct.type.name())
                && slots.equals(struct.slots) && Arrays.equals(values, struct.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
