package io.millrace.table;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The values of a row by the name of the column, in an array: rows of one kind share their names, so that a row costs no
 * hashing and little memory. Names cannot be added or removed; values can be set. A name without a value has null.
 */
public final class RowValues extends AbstractMap<String, @Nullable Object> {
    /** The names that rows of one kind have, in order. */
    public static final class Names {
        private final List<String> names;
        private final Map<String, Integer> positions;

        public Names(Collection<String> names) {
            this.names = List.copyOf(names);
            this.positions = HashMap.newHashMap(this.names.size());
            for (int i = 0; i < this.names.size(); i++) {
                positions.put(this.names.get(i), i);
            }
        }

        /** Where a name stands, from 0; -1 when it is none of them. */
        public int position(@Nullable Object name) {
            Integer position = positions.get(name);
            return position == null ? -1 : position;
        }
    }

    private final Names names;
    private final @Nullable Object[] values;

    /** A row whose values are all null. */
    public RowValues(Names names) {
        this.names = names;
        this.values = new Object[names.names.size()];
    }

    public Names names() {
        return names;
    }

    /** The value at a {@link Names#position}. */
    public @Nullable Object at(int position) {
        return values[position];
    }

    /** Sets the value at a {@link Names#position}. */
    public void set(int position, @Nullable Object value) {
        values[position] = value;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int position = names.position(name);
        return position < 0 ? null : values[position];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return names.position(name) >= 0;
    }

    /**
     * Sets a value.
     *
     * @throws IllegalArgumentException
     *             when the row has no such name
     */
    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        int position = names.position(name);
        if (position < 0) {
            throw new IllegalArgumentException("a row of " + names.names + " has no " + name);
        }
        Object before = values[position];
        values[position] = value;
        return before;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, @Nullable Object>> iterator() {
                return IntStream.range(0, values.length)
                        .<Entry<String, @Nullable Object>>mapToObj(
                                i -> new SimpleEntry<>(names.names.get(i), values[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return values.length;
            }
        };
    }
}
