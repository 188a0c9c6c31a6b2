package io.millrace.systemtests.interop;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.delta.standalone.DeltaLog;
import io.delta.standalone.Snapshot;
import io.delta.standalone.data.CloseableIterator;
import io.delta.standalone.data.RowRecord;
import org.apache.hadoop.conf.Configuration;

/** The program that reads a table with delta-standalone: the table's version, then its rows, a line each. */
final class StandaloneReader {
    private StandaloneReader() {}

    public static void main(String[] arguments) throws IOException {
        DeltaLog log = DeltaLog.forTable(new Configuration(), arguments[0]);
        if (!log.tableExists()) {
            throw new IOException("There is no Delta table at " + arguments[0]);
        }
        Snapshot snapshot = log.update();
        try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
                CloseableIterator<RowRecord> rows = snapshot.open()) {
            out.println(snapshot.getVersion());
            while (rows.hasNext()) {
                out.println(StandaloneRowText.of(rows.next()));
            }
        }
    }
}
