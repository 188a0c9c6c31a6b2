package io.millrace.table.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Lists: the elements of all lists one after the other, and where those of each list end. */
public final class ListVector extends ColumnVector {
    private final ColumnVector elements;
    private int[] ends = {};

    ListVector(ColumnVector elements) {
        this.elements = elements;
    }

    /** The elements of all lists. */
    public ColumnVector elements() {
        return elements;
    }

    /** Appends a list of all elements that were appended since the list before. */
    public void appendEnd() {
        int index = next();
        ends[index] = elements.size();
    }

    /** The index of the first element of a list. */
    public int begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The index after the last element of a list. */
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
        ((List<?>) value).forEach(elements::append);
        appendEnd();
    }

    @Override
    Object value(int index) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = begin(index); i < ends[index]; i++) {
            list.add(elements.get(i));
        }
        return list;
    }

    @Override
    void nullAt(int index) {
        ends[index] = begin(index);
    }

    @Override
    void truncateValues(int from) {
        elements.truncate(begin(from));
    }

    @Override
    void clearValues() {
        elements.clear();
    }

    @Override
    public long capacityBytes() {
        return super.capacityBytes() + elements.capacityBytes();
    }
}
