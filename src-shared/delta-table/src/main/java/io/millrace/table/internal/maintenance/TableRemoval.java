package io.millrace.table.internal.maintenance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.millrace.table.internal.storage.BoundedParallelIo;
import io.millrace.table.internal.storage.TableStorage;

/** Deletes all files of a table: the log first, so that no version remains whose files are missing. */
public final class TableRemoval {
    private final TableStorage io;
    private final String location;
    private final BoundedParallelIo calls;

    public TableRemoval(TableStorage io, String location, BoundedParallelIo calls) {
        this.io = io;
        this.location = location;
        this.calls = calls;
    }

    /** Returns the number of deleted files. */
    public int run() throws IOException {
        return delete(location + "/_delta_log") + delete(location);
    }

    private int delete(String folder) throws IOException {
        List<String> files = new ArrayList<>();
        io.walk(folder, file -> files.add(file.path()));
        int deleted = calls.each(files, io::delete).size();
        io.deleteFolders(folder);
        return deleted;
    }
}
