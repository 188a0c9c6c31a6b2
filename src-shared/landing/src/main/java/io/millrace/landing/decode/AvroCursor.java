package io.millrace.landing.decode;

import io.millrace.contracts.binary.AvroInput;
import io.millrace.contracts.record.OverweightException;

/** A position in the bytes of an event, which counts what the event adds to the columns. Used again for each event. */
final class AvroCursor extends AvroInput {
    private long limit;
    private long weight;

    AvroCursor() {
        super(new byte[0], 0);
    }

    /**
     * Begins with an event.
     *
     * @param from
     *            index of the first byte; the datum reaches to the end of the array
     * @param most
     *            the weight that the event may have, in bytes
     */
    void start(byte[] value, int from, long most) {
        moveTo(value, from);
        limit = most;
        weight = 0;
    }

    /** Reads a value from other bytes, and then continues here. */
    void readFrom(byte[] other, AvroStep step) {
        byte[] outer = bytes();
        int next = position();
        moveTo(other, 0);
        step.read(this);
        moveTo(outer, next);
    }

    /**
     * Counts what is added to the columns, in bytes.
     *
     * @throws OverweightException
     *             when the event weighs more than the limit
     */
    void charge(long more) {
        weight += more;
        if (weight > limit) {
            throw new OverweightException(limit);
        }
    }

    /** The bytes counted since the start of the event. */
    long weight() {
        return weight;
    }
}
