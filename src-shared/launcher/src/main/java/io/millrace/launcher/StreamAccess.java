package io.millrace.launcher;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.launcher.local.LauncherException;
import io.millrace.table.EventTable;
import io.millrace.table.TableLocation;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import picocli.CommandLine.Mixin;

/** The stream of a command, with its tables, contract and brokers: those of the running system unless options name others. */
final class StreamAccess {
    private static final long KEY_INDEX_BYTES = 256L << 20;

    @Mixin
    private StreamParameter stream = new StreamParameter();

    @Mixin
    private TablesRoot tables = new TablesRoot();

    @Mixin
    private RegistryChoice registry = new RegistryChoice();

    @Mixin
    private KafkaChoice kafka = new KafkaChoice();

    /**
     * The stream.
     *
     * @throws LauncherException
     *             when the name is none of a stream
     */
    StreamName stream() {
        return stream.name();
    }

    /**
     * A catalog that knows the contracts of the stream.
     *
     * @throws LauncherException
     *             when the registry does not answer, or has no contract of the stream
     */
    ContractCatalog catalog() {
        return registry.catalog(stream());
    }

    /** The contracts of the stream, see {@link #catalog}. */
    StreamContracts contracts() {
        return registry.contracts(stream());
    }

    /** The location of all tables. */
    TableLocation root() {
        return tables.location();
    }

    /** Opens the table of the stream for a writer. */
    EventTable open(StreamContracts contracts, String writer) {
        return EventTables.open(root().resolve(stream().value()), ContractTable.shape(contracts.latest()),
                new WriterOptions(writer, contracts.latest().dedupHorizon(), KEY_INDEX_BYTES));
    }

    /** The addresses of the brokers. */
    String brokers() {
        return kafka.brokers();
    }
}
