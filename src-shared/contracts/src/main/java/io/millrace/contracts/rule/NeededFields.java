package io.millrace.contracts.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The fields of a record that rules name, and within a field that is a record those of its fields. */
final class NeededFields {
    /** Every field, at any depth. */
    static final NeededFields ALL = new NeededFields();
    static {
        ALL.all = true;
    }

    private final Map<String, NeededFields> fields = new HashMap<>();
    private boolean all;

    /** The needed parts of a field; null when it is not needed. */
    @Nullable
    NeededFields within(String field) {
        return all ? ALL : fields.get(field);
    }

    /** Adds a field by its path; an empty path adds all of the record. */
    void add(List<String> path) {
        if (path.isEmpty()) {
            all = true;
        } else {
            fields.computeIfAbsent(path.getFirst(), name -> new NeededFields()).add(path.subList(1, path.size()));
        }
    }

    /** The part of a path of names that leads through records. */
    static List<String> throughRecords(Schema record, List<String> path) {
        Schema at = record;
        for (int i = 0; i < path.size(); i++) {
            Schema.Field field = at.getType() == Schema.Type.RECORD ? at.getField(path.get(i)) : null;
            if (field == null) {
                return path.subList(0, i);
            }
            at = RuleTypes.nonNull(field.schema());
        }
        return path;
    }
}
