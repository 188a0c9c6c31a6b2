package io.millrace.contracts.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.cel.common.types.StructType;
import io.millrace.contracts.binary.AvroInput;

/** Reads one value of an event as CEL has it. */
@FunctionalInterface
interface RuleValue {
    /** Reads the value at the position of the input; CEL's null for null. */
    Object read(AvroInput in);

    /** A value of one of several types. */
    static RuleValue oneOf(List<RuleValue> branches) {
        RuleValue[] all = branches.toArray(RuleValue[]::new);
        return in -> all[in.readIndex(all.length)].read(in);
    }

    /** A list. */
    static RuleValue list(RuleValue element) {
        return in -> {
            List<Object> list = new ArrayList<>();
            for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
                for (int i = 0; i < count; i++) {
                    list.add(element.read(in));
                }
            }
            return list;
        };
    }

    /** A map; of equal keys the last counts. */
    static RuleValue map(RuleValue value) {
        return in -> {
            Map<String, Object> map = new HashMap<>();
            for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
                for (int i = 0; i < count; i++) {
                    map.put(in.readText(), value.read(in));
                }
            }
            return map;
        };
    }

    /**
     * A record.
     *
     * @param fields
     *            the values of its fields in their order, as far as they are read
     * @param at
     *            the slot of each; -1 for one that is passed over
     */
    static RuleValue struct(StructType type, Map<String, Integer> slots, List<RuleValue> fields, int[] at) {
        RuleValue[] all = fields.toArray(RuleValue[]::new);
        return in -> {
            Object[] values = new Object[slots.size()];
            for (int i = 0; i < all.length; i++) {
                Object value = all[i].read(in);
                if (at[i] >= 0) {
                    values[at[i]] = value;
                }
            }
            return new EventStruct(type, slots, values);
        };
    }
}
