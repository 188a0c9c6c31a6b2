package io.millrace.landing.audit;

import java.util.List;
import java.util.Map;

import io.millrace.table.mergerule.OffsetRange;

/** The records of a topic whose offsets were audited before. */
public interface EarlierRecords {
    /** Gives out the records of these ranges, by partition, that still exist. */
    void read(Map<Integer, List<OffsetRange>> ranges, AuditedRecords.Sink sink);

    /** The offset of each partition from which on {@link #read} gave out every record that ever existed. */
    Map<Integer, Long> completeFrom();
}
