package io.millrace.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.Services;
import io.millrace.launcher.local.UpState;
import io.millrace.launcher.local.WebAddress;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.table.S3Options;
import io.millrace.table.TableLocation;
import picocli.CommandLine.Option;

/** Where the tables of a command are. */
final class TablesRoot {
    @Option(names = "--tables", paramLabel = "ROOT", description = "Folder of the tables, or s3://bucket/prefix. Default: that of the running system, or of .millrace/data.")
    private Optional<String> tables = Optional.empty();

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "S3 server, if it is not AWS.")
    private Optional<URI> endpoint = Optional.empty();

    /**
     * Their root.
     *
     * @throws LauncherException
     *             when an option names no place where tables can be
     */
    TableLocation location() {
        endpoint.filter(address -> !WebAddress.is(address)).ifPresent(address -> {
            throw new WrongUseException(
                    "The address of an S3 server is like http://127.0.0.1:9000, not " + address + ".");
        });
        String root = tables.orElseGet(() -> Services.tables(data()).toString());
        try {
            return TableLocation.parse(root, new S3Options(endpoint, Optional.empty(), endpoint.isPresent()));
        } catch (IllegalArgumentException e) {
            throw new WrongUseException("The tables cannot be at " + root + " (" + e.getMessage()
                    + "). Name a folder, or s3://bucket/prefix, with --tables.", e);
        }
    }

    private static Path data() {
        Checkout checkout = Checkout.find();
        return UpState.running(checkout).map(state -> Path.of(state.data()))
                .orElse(checkout.dataRoot().resolve("data"));
    }
}
