package io.millrace.table.internal.encoding;

import java.util.Arrays;

/** The repetition or definition levels of a page. As long as all are equal, only their number is kept. */
final class PageLevels {
    private static final int FIRST_CAPACITY = 512;
    private static final int KEPT_LEVELS = 1 << 16;

    private final int most;
    private int first;
    private boolean differ;
    private int count;
    private int[] levels = {};

    /**
     * @param most
     *            the highest level; the levels of a column that can only have 0 are not written
     */
    PageLevels(int most) {
        this.most = most;
    }

    /** Number of levels. */
    int count() {
        return count;
    }

    void add(int level) {
        if (!differ) {
            if (count == 0) {
                first = level;
            }
            if (level == first) {
                count++;
                return;
            }
            differ = true;
            reserve(1);
            Arrays.fill(levels, 0, count, first);
        }
        reserve(1);
        levels[count++] = level;
    }

    /** Adds the same level for several values. */
    void add(int level, int times) {
        if (times > 0 && !differ && (count == 0 || level == first)) {
            first = level;
            count += times;
            return;
        }
        for (int i = 0; i < times; i++) {
            add(level);
        }
    }

    private void reserve(int more) {
        if (levels.length < count + more) {
            levels = Arrays.copyOf(levels, Math.max(FIRST_CAPACITY, 2 * (count + more)));
        }
    }

    /** Writes the levels, after their length in bytes. */
    void writeTo(PlainBytes out) {
        if (most == 0) {
            return;
        }
        int length = out.size();
        out.putInt(0);
        if (differ) {
            RunLengths.put(levels, count, RunLengths.width(most), out);
        } else {
            RunLengths.putRun(first, count, RunLengths.width(most), out);
        }
        out.setInt(length, out.size() - length - Integer.BYTES);
    }

    void clear() {
        count = 0;
        differ = false;
        if (levels.length > KEPT_LEVELS) {
            levels = new int[0];
        }
    }
}
