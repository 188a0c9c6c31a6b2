package io.millrace.table.internal.log;

/**
 * A file of the log can be read but not parsed. The message never contains its content: statistics in it are values of
 * events.
 */
public final class CorruptLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CorruptLogException(String path, String found, String remedy) {
        super("its log is damaged: " + path + " " + found + ". " + remedy);
    }

    public static CorruptLogException commit(String path, String found) {
        return new CorruptLogException(path, found, "Restore this file from a copy. If it is the newest version and"
                + " Kafka still has the records since the version before it, you may stop all writers and delete it"
                + " instead: they then read again from the watermark of the version before it.");
    }

    public static CorruptLogException checkpoint(String path, String found) {
        return new CorruptLogException(path, found, "Restore this file from a copy, or, while the log has every commit"
                + " since the checkpoint before it or since version 0, delete it and _last_checkpoint beside it: a checkpoint"
                + " only repeats the commits before it, and readers open the checkpoint that _last_checkpoint names.");
    }
}
