package io.millrace.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.Services;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import io.millrace.table.EventTable;
import io.millrace.table.S3Options;
import io.millrace.table.TableLocation;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The stream of a command, with its tables, contract and brokers: those of the running system unless options name others. */
final class StreamAccess {
    private static final long KEY_INDEX_BYTES = 256L << 20;

    @Parameters(index = "0", paramLabel = "STREAM", description = "The stream.")
    private String name = "";

    @Option(names = "--tables", paramLabel = "ROOT", description = "Folder of the tables, or s3://bucket/prefix. Default: that of the running system, or of .millrace/data.")
    private Optional<String> tables = Optional.empty();

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "S3 server, if it is not AWS.")
    private Optional<URI> endpoint = Optional.empty();

    @Option(names = "--registry", paramLabel = "URL", description = "v3 API of the registry. Default: that of the running system.")
    private Optional<String> registry = Optional.empty();

    @Option(names = "--bootstrap-servers", description = "Kafka brokers. Default: the broker of ./millrace up.")
    private Optional<String> bootstrapServers = Optional.empty();

    /**
     * The stream.
     *
     * @throws LauncherException
     *             when the name is none of a stream
     */
    StreamName stream() {
        if (!StreamName.isLegal(name)) {
            throw new LauncherException("'" + name + "' is not a stream name. Name the stream, not one of its tables.");
        }
        return new StreamName(name);
    }

    /**
     * A catalog that knows the contracts of the stream.
     *
     * @throws LauncherException
     *             when the registry does not answer, or has no contract of the stream
     */
    ContractCatalog catalog() {
        String url = registry.orElseGet(() -> "http://127.0.0.1:" + ports().registry() + "/apis/registry/v3");
        try {
            ContractCatalog catalog = new ContractCatalog(new ApicurioContractRegistry(url));
            if (catalog.refresh(stream()).isEmpty()) {
                throw new LauncherException("The registry at " + url + " has no contract of stream " + name
                        + ". Name another registry with --registry.");
            }
            return catalog;
        } catch (RegistryUnavailableException e) {
            throw new LauncherException("The registry at " + url + " does not answer (" + e.getMessage()
                    + "). Start the system with ./millrace up, or name the registry with --registry.", e);
        }
    }

    /** The contracts of the stream, see {@link #catalog}. */
    StreamContracts contracts() {
        return catalog().find(stream()).orElseThrow();
    }

    /** The location of all tables. */
    TableLocation root() {
        return TableLocation.parse(tables.orElseGet(() -> Services.tables(data()).toString()),
                new S3Options(endpoint, Optional.empty(), endpoint.isPresent()));
    }

    /** Opens the table of the stream for a writer. */
    EventTable open(StreamContracts contracts, String writer) {
        return EventTables.open(root().resolve(name), ContractTable.shape(contracts.latest()),
                new WriterOptions(writer, contracts.latest().dedupHorizon(), KEY_INDEX_BYTES));
    }

    /** The addresses of the brokers. */
    String brokers() {
        return bootstrapServers.orElseGet(() -> "127.0.0.1:" + ports().kafka());
    }

    private static SystemPorts ports() {
        return UpState.running(Checkout.find()).map(UpState::ports).orElse(SystemPorts.STANDARD);
    }

    private static Path data() {
        Checkout checkout = Checkout.find();
        return UpState.running(checkout).map(state -> Path.of(state.data()))
                .orElse(checkout.dataRoot().resolve("data"));
    }
}
