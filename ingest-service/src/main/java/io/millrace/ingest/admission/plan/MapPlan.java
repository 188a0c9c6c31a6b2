package io.millrace.ingest.admission.plan;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.millrace.contracts.record.DecodedWeight;
import io.millrace.ingest.admission.value.ValidationErrors;

/** Objects as maps, as one block. The entries are sorted, so that equal events have equal bytes in whatever order they came. */
record MapPlan(ValuePlan values) implements ValuePlan {
    private static final int LONGEST_KEY = 1_000;
    /** From this byte on UTF-8 is in another order than the characters of Java. */
    private static final int FIRST_OUT_OF_ORDER = 0xee;

    @Override
    public boolean write(EventDraft draft) {
        JsonInput in = draft.in;
        AvroOutput out = draft.out;
        if (!in.take('{')) {
            return false;
        }
        draft.weight.charge(DecodedWeight.MAP);
        int start = out.length;
        out.writeByte(0);
        in.skipSpace();
        if (in.take('}')) {
            return true;
        }
        int entries = draft.frames.top;
        boolean sorted = true;
        int previous = 0;
        int previousEnd = 0;
        do {
            in.skipSpace();
            int key = in.at + 1;
            int end = in.string();
            if (end < 0 || end - key > LONGEST_KEY || !isInOrder(in.bytes, key, end)) {
                return false;
            }
            draft.weight.charge(DecodedWeight.ENTRY + DecodedWeight.TEXT + ValidationErrors.ELEMENT);
            sorted &= previous == 0
                    || Arrays.compareUnsigned(in.bytes, previous, previousEnd, in.bytes, key, end) < 0;
            previous = key;
            previousEnd = end;
            draft.frames.push(out.length);
            out.writeSized(in.bytes, key, end - key);
            in.at = end + 1;
            in.skipSpace();
            if (!in.take(':')) {
                return false;
            }
            in.skipSpace();
            if (!values.write(draft)) {
                return false;
            }
            in.skipSpace();
        } while (in.take(','));
        int count = draft.frames.top - entries;
        if (!in.take('}') || !sorted && !sort(out, draft.frames.numbers, entries, count)) {
            return false;
        }
        draft.frames.close(entries);
        out.insertLong(start, 1, count);
        out.writeByte(0);
        return true;
    }

    private static boolean isInOrder(byte[] bytes, int from, int until) {
        for (int i = from; i < until; i++) {
            if ((bytes[i] & 0xff) >= FIRST_OUT_OF_ORDER) {
                return false;
            }
        }
        return true;
    }

    /** Puts the entries in the order of their keys; false when a key is there twice. */
    private static boolean sort(AvroOutput out, int[] starts, int entries, int count) {
        int from = starts[entries];
        int end = out.length;
        Integer[] order = IntStream.range(entries, entries + count).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> compare(out.bytes, starts[a], starts[b]));
        for (int i = 0; i < count; i++) {
            if (i > 0 && compare(out.bytes, starts[order[i - 1]], starts[order[i]]) == 0) {
                return false;
            }
            int entry = order[i];
            out.repeat(starts[entry], entry + 1 == entries + count ? end : starts[entry + 1]);
        }
        out.moveBack(end, from);
        return true;
    }

    /** Compares two strings of the output. */
    private static int compare(byte[] bytes, int a, int b) {
        int keyA = keyStart(bytes, a);
        int keyB = keyStart(bytes, b);
        return Arrays.compareUnsigned(bytes, keyA, keyA + keyLength(bytes, a), bytes, keyB,
                keyB + keyLength(bytes, b));
    }

    private static int keyStart(byte[] bytes, int at) {
        return bytes[at] < 0 ? at + 2 : at + 1;
    }

    /** Of one or two bytes, because a key has a thousand bytes at most. */
    private static int keyLength(byte[] bytes, int at) {
        int number = bytes[at] < 0 ? bytes[at] & 0x7f | bytes[at + 1] << 7 : bytes[at];
        return number >> 1;
    }
}
