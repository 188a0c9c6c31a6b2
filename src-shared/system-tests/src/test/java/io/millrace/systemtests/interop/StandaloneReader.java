package io.millrace.systemtests.interop;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.Snapshot;
import io.delta.standalone.data.CloseableIterator;
import io.delta.standalone.data.RowRecord;
import org.apache.hadoop.conf.Configuration;

/**
 * The program that reads tables with delta-standalone. For each it prints the line {@code table}, and then its version
 * and its rows, a line each, or why it could not be read.
 */
final class StandaloneReader {
    static final String TABLE = "table";
    static final String REFUSED = "refused ";

    private StandaloneReader() {}

    public static void main(String[] tables) {
        try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false,
                StandardCharsets.UTF_8)) {
            for (String table : tables) {
                out.println(TABLE);
                try {
                    read(table).forEach(out::println);
                } catch (IOException | RuntimeException e) {
                    e.printStackTrace();
                    out.println(REFUSED + reason(e));
                }
            }
        }
    }

    private static List<String> read(String table) throws IOException {
        DeltaLog log = DeltaLog.forTable(new Configuration(), table);
        if (!log.tableExists()) {
            throw new IOException("There is no Delta table at " + table);
        }
        Snapshot snapshot = log.update();
        List<String> lines = new ArrayList<>(List.of(String.valueOf(snapshot.getVersion())));
        try (CloseableIterator<RowRecord> rows = snapshot.open()) {
            rows.forEachRemaining(row -> lines.add(StandaloneRowText.of(row)));
        }
        return lines;
    }

    /** The innermost cause says what is wrong; the outer ones only what could not be done. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return (cause.getClass().getName() + ": " + cause.getMessage()).lines().findFirst().orElse("");
    }
}
