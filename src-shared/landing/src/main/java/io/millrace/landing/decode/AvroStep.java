package io.millrace.landing.decode;

/** Reads one value in Avro's binary encoding and appends it to the vector of a column. A step may be used by one thread. */
interface AvroStep {
    /**
     * Reads the value at the cursor.
     *
     * @throws UnplannedException
     *             when the bytes are no such value, or the value breaks a rule of its type; the vector may have a part of it
     * @throws io.millrace.contracts.record.OverweightException
     *             when the event weighs more than its limit
     */
    void read(AvroCursor in);
}
