package io.millrace.launcher;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.Services;
import io.millrace.launcher.local.UpState;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table that a command reads, by stream or folder. */
final class TableChoice {
    @Parameters(paramLabel = "TABLE", description = "Stream, or STREAM_bronze or STREAM_dlq, or folder of a table; a folder contains a /.")
    private String table = "";

    @Option(names = "--data", description = "Data folder. Default: that of the running system, or .millrace/data.")
    private @Nullable Path data;

    /**
     * Opens it.
     *
     * @throws LauncherException
     *             when there is no such table
     */
    TableReader open() {
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            throw new LauncherException("There is no folder " + folder
                    + ". A table is created with the first events of its stream; name another data folder with --data.");
        }
        TableReader reader = EventTables.read(folder);
        if (reader.status().isEmpty()) {
            reader.close();
            throw new LauncherException("The folder " + folder
                    + " is not a Delta table: it has no _delta_log with a version in it. Name the folder above _delta_log.");
        }
        return reader;
    }

    /** The stream, by the name that was given or that of the folder. */
    StreamName stream() {
        String name = String.valueOf(folder().getFileName());
        if (!StreamName.isLegal(name)) {
            throw new LauncherException("The folder " + folder() + " does not have the name of a stream.");
        }
        return new StreamName(name);
    }

    /** Its folder. */
    Path folder() {
        if (table.contains("/") || table.contains(File.separator)) {
            return Path.of(table).toAbsolutePath().normalize();
        }
        if (!StreamName.isLegal(table) && StreamName.ofFurtherTable(table).isEmpty()) {
            throw new WrongUseException("'" + table + "' is not a stream name; a folder must contain a /.");
        }
        return Services.tables(data()).resolve(table);
    }

    private Path data() {
        if (data != null) {
            return data.toAbsolutePath().normalize();
        }
        Checkout checkout = Checkout.find();
        return UpState.running(checkout).map(state -> Path.of(state.data()))
                .orElse(checkout.dataRoot().resolve("data"));
    }
}
