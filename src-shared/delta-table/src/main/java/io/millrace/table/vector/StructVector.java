package io.millrace.table.vector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Structs: a vector for each field. Where the struct is null, each field is null too. */
public final class StructVector extends ColumnVector {
    private final List<String> names;
    private final List<ColumnVector> fields;

    StructVector(List<String> names, List<ColumnVector> fields) {
        this.names = List.copyOf(names);
        this.fields = List.copyOf(fields);
    }

    /** The vectors of the fields, in order. */
    public List<ColumnVector> fields() {
        return fields;
    }

    /** The vector of a field; null when there is no such field. */
    public @Nullable ColumnVector field(String name) {
        int position = names.indexOf(name);
        return position < 0 ? null : fields.get(position);
    }

    /** Appends a struct whose fields were appended, or will be before the next entry. */
    public void appendPresent() {
        int unused = next();
    }

    @Override
    void resize(int capacity) {
        // Its values are in the fields.
    }

    @Override
    int entryBytes() {
        return 0;
    }

    @Override
    void appendValue(Object value) {
        Map<?, ?> struct = (Map<?, ?>) value;
        appendPresent();
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).append(struct.get(names.get(i)));
        }
    }

    @Override
    Object value(int index) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            struct.put(names.get(i), fields.get(i).get(index));
        }
        return struct;
    }

    @Override
    void nullAt(int index) {
        fields.forEach(ColumnVector::appendNull);
    }

    @Override
    void truncateValues(int from) {
        fields.forEach(field -> field.truncate(from));
    }

    @Override
    void clearValues() {
        fields.forEach(ColumnVector::clear);
    }

    @Override
    public long capacityBytes() {
        return super.capacityBytes() + fields.stream().mapToLong(ColumnVector::capacityBytes).sum();
    }
}
