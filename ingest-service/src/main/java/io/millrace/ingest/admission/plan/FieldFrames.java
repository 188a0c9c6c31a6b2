package io.millrace.ingest.admission.plan;

import java.util.Arrays;

/** A stack of numbers: for each open record where its fields stand in the output, for each open map its entries. */
final class FieldFrames {
    private static final int USUAL = 256;

    int[] numbers = new int[USUAL];
    int top;

    void clear() {
        top = 0;
    }

    /** Opens a frame of zeros and returns its first index. */
    int open(int size) {
        int frame = top;
        room(size);
        Arrays.fill(numbers, frame, frame + size, 0);
        top = frame + size;
        return frame;
    }

    void push(int number) {
        room(1);
        numbers[top++] = number;
    }

    /** Closes the frame that begins at this index, and those above it. */
    void close(int frame) {
        top = frame;
    }

    private void room(int more) {
        if (numbers.length - top < more) {
            numbers = Arrays.copyOf(numbers, Math.max(2 * numbers.length, Math.addExact(top, more)));
        }
    }
}
