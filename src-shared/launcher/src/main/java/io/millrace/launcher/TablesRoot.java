package io.millrace.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.Services;
import io.millrace.launcher.local.UpState;
import io.millrace.table.S3Options;
import io.millrace.table.TableLocation;
import picocli.CommandLine.Option;

/** Where the tables of a command are. */
final class TablesRoot {
    @Option(names = "--tables", paramLabel = "ROOT", description = "Folder of the tables, or s3://bucket/prefix. Default: that of the running system, or of .millrace/data.")
    private Optional<String> tables = Optional.empty();

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "S3 server, if it is not AWS.")
    private Optional<URI> endpoint = Optional.empty();

    /** Their root. */
    TableLocation location() {
        return TableLocation.parse(tables.orElseGet(() -> Services.tables(data()).toString()),
                new S3Options(endpoint, Optional.empty(), endpoint.isPresent()));
    }

    private static Path data() {
        Checkout checkout = Checkout.find();
        return UpState.running(checkout).map(state -> Path.of(state.data()))
                .orElse(checkout.dataRoot().resolve("data"));
    }
}
