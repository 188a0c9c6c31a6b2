package io.millrace.table.internal;

import java.io.IOException;
import java.util.function.Consumer;

import io.delta.kernel.utils.FileStatus;

/** Finds files in a storage. */
interface FileWalk {
    /**
     * All files below a folder, however deep, in no order; none when there is no such folder. What a killed writer left
     * half-written is among them.
     */
    void walk(String folder, Consumer<FileStatus> sink) throws IOException;
}
