package io.millrace.bench.simulation.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.DataFileReader;
import io.millrace.table.internal.log.ActiveFile;
import io.millrace.table.internal.log.DeltaLog;
import io.millrace.table.internal.log.TableErrors;
import io.millrace.table.internal.log.TableState;
import org.jspecify.annotations.Nullable;

/**
 * A version of a table, as a reader loads it.
 *
 * @param number
 *            of the version, -1 when there is no table
 * @param marks
 *            numbers by application id
 * @param files
 *            its data files
 * @param shape
 *            its columns
 * @param reader
 *            reads the files
 */
public record TableVersion(long number, Map<String, Long> marks, List<ActiveFile> files, TableShape shape,
        DataFileReader reader) {
    static TableVersion read(String location, DeltaLog log, DataFileReader reader) {
        try {
            var unused = new TableErrors(location).attempt("read the log", log::advance);
            Optional<TableState> state = log.state();
            return state
                    .map(now -> new TableVersion(now.version(), Map.copyOf(now.marks()),
                            List.copyOf(now.files().values()),
                            new TableShape(now.columns(), now.partitionColumns(), Optional.empty()), reader))
                    .orElseGet(() -> new TableVersion(-1, Map.of(), List.of(),
                            new TableShape(List.of(), List.of(), Optional.empty()), reader));
        } finally {
            log.close();
        }
    }

    /** Reads the rows of a file: values by column name. */
    public void rows(ActiveFile file, Consumer<Map<String, @Nullable Object>> sink) throws IOException {
        reader.read(file, shape, sink);
    }
}
