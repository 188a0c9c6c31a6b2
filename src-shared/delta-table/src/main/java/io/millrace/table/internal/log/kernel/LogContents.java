package io.millrace.table.internal.log.kernel;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.types.StructType;
import io.millrace.table.column.Column;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.LogAction;
import io.millrace.table.internal.log.TableState;

/** The data files and transaction offsets of a table, kept up to date by applying the actions of its log in order. */
final class LogContents {
    private final Map<String, ActiveFile> files = new LinkedHashMap<>();
    private final Map<String, Long> marks = new HashMap<>();

    /** Applies an action of this process. */
    void apply(LogAction action) {
        switch (action) {
            case LogAction.AddFile add -> files.put(add.file().path(), add.file());
            case LogAction.RemoveFile remove -> files.remove(remove.file().path());
            case LogAction.SetTransaction txn -> marks.put(txn.applicationId(), txn.version());
        }
    }

    /**
     * Applies an action that was read from the log.
     *
     * @param added
     *            takes the path of a file that it adds
     * @param removed
     *            takes the path of a file that it removes
     * @return false when the action changes the metadata or the protocol, so that the log must be read from the start
     */
    boolean apply(Row action, StructType schema, Set<String> added, Set<String> removed) {
        int remove = schema.indexOf("remove");
        if (remove >= 0 && !action.isNullAt(remove)) {
            String path = new RemoveFile(action.getStruct(remove)).getPath();
            if (files.remove(path) != null) {
                removed.add(path);
            }
        }
        int add = schema.indexOf("add");
        if (add >= 0 && !action.isNullAt(add)) {
            ActiveFile file = KernelActions.file(action.getStruct(add));
            files.put(file.path(), file);
            added.add(file.path());
        }
        int txn = schema.indexOf("txn");
        if (txn >= 0 && !action.isNullAt(txn)) {
            Row mark = action.getStruct(txn);
            marks.put(mark.getString(0), mark.getLong(1));
        }
        return isNull(action, schema.indexOf("metaData")) && isNull(action, schema.indexOf("protocol"));
    }

    private static boolean isNull(Row action, int ordinal) {
        return ordinal < 0 || action.isNullAt(ordinal);
    }

    boolean holds(String path) {
        return files.containsKey(path);
    }

    Set<String> paths() {
        return files.keySet();
    }

    /** A view of the contents, which is that version until the next action is applied. */
    TableState state(String id, long version, List<Column> columns, List<String> partitionColumns) {
        return new TableState(id, version, columns, partitionColumns, Collections.unmodifiableMap(files),
                Collections.unmodifiableMap(marks));
    }
}
