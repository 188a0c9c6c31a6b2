package io.millrace.launcher;

import java.nio.file.Path;

import io.millrace.contracts.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.Services;
import io.millrace.launcher.local.UpState;
import io.millrace.table.EventTables;
import io.millrace.table.TableReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which table a command looks at. */
final class TableChoice {
    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(names = "--data", description = "The data folder. Default: that of the running system, or .millrace/data; the demo's is"
            + " .millrace/demo.")
    private @Nullable Path data;

    /**
     * Opens it.
     *
     * @throws LauncherException
     *             when there is no such table
     */
    TableReader open() {
        if (!StreamName.isLegal(stream)) {
            throw new LauncherException("'" + stream + "' is no stream name.");
        }
        Path folder = Services.tables(data()).resolve(stream);
        TableReader reader = EventTables.read(folder);
        if (reader.status().isEmpty()) {
            reader.close();
            throw new LauncherException("There is no table at " + folder
                    + ". It is made with the first events of the stream; name another data folder with --data.");
        }
        return reader;
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
