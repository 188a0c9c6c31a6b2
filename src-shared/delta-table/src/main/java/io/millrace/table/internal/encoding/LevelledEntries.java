package io.millrace.table.internal.encoding;

import java.util.Arrays;

/**
 * Entries of a vector that are written next, with the levels of the Dremel paper: the repetition level says which list a
 * value continues (0: a new row), the definition level how many of its optional and repeated parents are there.
 */
final class LevelledEntries {
    private static final int FIRST_CAPACITY = 256;
    private static final int ABSENT = -1;

    private int[] entries = new int[FIRST_CAPACITY];
    private int[] repetitions = new int[FIRST_CAPACITY];
    private int[] definitions = new int[FIRST_CAPACITY];
    private int count;
    private int level;
    private boolean whole;
    private boolean repeated;

    /**
     * Begins without entries.
     *
     * @param there
     *            the definition level of an entry whose parents are all there
     */
    void begin(int there) {
        count = 0;
        level = there;
        whole = true;
        repeated = false;
    }

    /** Adds rows: entries without parents. */
    void addRows(int[] rows, int from, int until) {
        while (entries.length < count + until - from) {
            grow();
        }
        System.arraycopy(rows, from, entries, count, until - from);
        Arrays.fill(repetitions, count, count + until - from, 0);
        Arrays.fill(definitions, count, count + until - from, level);
        count += until - from;
    }

    /** Adds an entry whose parents are all there. */
    void add(int entry, int repetition) {
        put(entry, repetition, level);
    }

    /** Adds that a parent, at this definition level, is not there. */
    void addAbsent(int repetition, int definition) {
        whole = false;
        put(ABSENT, repetition, definition);
    }

    private void put(int entry, int repetition, int definition) {
        if (count == entries.length) {
            grow();
        }
        repeated |= repetition > 0;
        entries[count] = entry;
        repetitions[count] = repetition;
        definitions[count++] = definition;
    }

    private void grow() {
        int capacity = Math.multiplyExact(2, entries.length);
        entries = Arrays.copyOf(entries, capacity);
        repetitions = Arrays.copyOf(repetitions, capacity);
        definitions = Arrays.copyOf(definitions, capacity);
    }

    /** Number of entries, absent ones included. */
    int count() {
        return count;
    }

    /** The definition level of an entry whose parents are all there. */
    int level() {
        return level;
    }

    /** Whether the parents of all entries are there. */
    boolean isWhole() {
        return whole;
    }

    /** Whether an entry continues a list. */
    boolean isRepeated() {
        return repeated;
    }

    /** Whether the parents of an entry are there. */
    boolean isThere(int index) {
        return entries[index] != ABSENT;
    }

    /** The index in the vector. */
    int entry(int index) {
        return entries[index];
    }

    /** The indexes in the vector, from the beginning of the array. */
    int[] entries() {
        return entries;
    }

    int repetition(int index) {
        return repetitions[index];
    }

    /** The definition level of an entry's last parent. */
    int definition(int index) {
        return definitions[index];
    }
}
