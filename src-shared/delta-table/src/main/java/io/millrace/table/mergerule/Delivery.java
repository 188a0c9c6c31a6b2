package io.millrace.table.mergerule;

/** One delivery of an event: what the law needs to know of it. */
public interface Delivery {
    /** The key of the row that it is a delivery of. */
    EventKey key();

    /** Where it stands among the deliveries of its key. */
    Precedence precedence();
}
