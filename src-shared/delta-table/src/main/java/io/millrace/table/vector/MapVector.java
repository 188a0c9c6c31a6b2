package io.millrace.table.vector;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Maps: the keys and values of all maps one after the other, and where those of each map end. */
public final class MapVector extends ColumnVector {
    private final BytesVector keys;
    private final ColumnVector values;
    private int[] ends = {};

    MapVector(BytesVector keys, ColumnVector values) {
        this.keys = keys;
        this.values = values;
    }

    /** The keys of all maps. */
    public BytesVector keys() {
        return keys;
    }

    /** The values of all maps, with the indexes of their keys. */
    public ColumnVector values() {
        return values;
    }

    /** Appends a map of all keys and values that were appended since the map before. The keys must differ. */
    public void appendEnd() {
        int index = next();
        ends[index] = keys.size();
    }

    /** The index of the first entry of a map. */
    public int begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The index after the last entry of a map. */
    public int end(int index) {
        return ends[index];
    }

    @Override
    void resize(int capacity) {
        ends = Arrays.copyOf(ends, capacity);
    }

    @Override
    int entryBytes() {
        return Integer.BYTES;
    }

    @Override
    void appendValue(Object value) {
        ((Map<?, ?>) value).forEach((key, entry) -> {
            keys.append(key);
            values.append(entry);
        });
        appendEnd();
    }

    @Override
    Object value(int index) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = begin(index); i < ends[index]; i++) {
            map.put((String) keys.value(i), values.get(i));
        }
        return map;
    }

    @Override
    void nullAt(int index) {
        ends[index] = begin(index);
    }

    @Override
    void truncateValues(int from) {
        keys.truncate(begin(from));
        values.truncate(begin(from));
    }

    @Override
    void clearValues() {
        keys.clear();
        values.clear();
    }

    @Override
    public long capacityBytes() {
        return super.capacityBytes() + keys.capacityBytes() + values.capacityBytes();
    }
}
