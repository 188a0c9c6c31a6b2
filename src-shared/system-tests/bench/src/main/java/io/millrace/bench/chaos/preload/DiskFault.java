package io.millrace.bench.chaos.preload;

/** What the storage of a process does. The order is that of {@code faults.c}. */
public enum DiskFault {
    /** It works. */
    NONE,
    /** A write stores a part, and ends with ENOSPC. */
    FULL,
    /** Every change ends with EROFS. */
    READ_ONLY,
    /** Every change ends with EIO. A link may have been made nevertheless. */
    WRITE_ERROR,
    /** fsync ends with EIO, and the content of the file is gone. */
    SYNC_ERROR,
    /** Every change takes longer. */
    SLOW
}
