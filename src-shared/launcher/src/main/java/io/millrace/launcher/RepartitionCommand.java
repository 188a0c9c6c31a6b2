package io.millrace.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.UpState;
import io.millrace.table.MaintenanceOptions;
import io.millrace.table.TableMaintenance;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code repartition}: writes a table again with other partition columns, in one commit, while the services go on. */
@Command(name = "repartition", description = "Rewrites the table of a stream with other partition columns, in one commit, while the services run.", mixinStandardHelpOptions = true, footer = {
        "", "Needs the size of the table once more on disk. Killed or failed, it leaves the table unchanged.",
        "Details: src-shared/docs/operating.md, \"Partitions of a table\".", "", "Examples:",
        "  ./millrace repartition earthquake                          as the contract says",
        "  ./millrace repartition earthquake --by event_date,region"})
final class RepartitionCommand implements Callable<Integer> {
    private static final long TARGET_FILE_BYTES = 64L << 20;
    private static final Duration RETENTION = Duration.ofDays(7);

    @Mixin
    private TableChoice choice = new TableChoice();

    @Option(names = "--by", paramLabel = "COLUMN[,COLUMN]", description = "Partition columns, separated by commas: event_date, region, or columns in partition-by of the contract. Default: partition-by of the contract.")
    private Optional<String> by = Optional.empty();

    @Option(names = "--contract", paramLabel = "FILE", description = "Contract of the stream, an .avsc file. Default: the contract that the running gateway has.")
    private Optional<Path> contractFile = Optional.empty();

    @Override
    public Integer call() {
        choice.open().close();
        Contract contract = contract();
        List<String> columns = columns(contract);
        try (TableMaintenance upkeep = EventTables.maintenance(choice.folder(), ContractTable.shape(contract),
                new MaintenanceOptions("repartition", TARGET_FILE_BYTES, 2, TARGET_FILE_BYTES, RETENTION,
                        RETENTION))) {
            TableMaintenance.Repartitioned done = upkeep.repartition(columns);
            System.out.println(done.equals(TableMaintenance.Repartitioned.NOTHING)
                    ? "The table is already partitioned by " + columns + "."
                    : "The table is partitioned by " + columns + ": " + done.filesIn() + " files (" + done.bytesIn()
                            + " bytes) became " + done.filesOut() + " (" + done.bytesOut() + " bytes), " + done.rows()
                            + " rows. Vacuum deletes the old files after its retention.");
        }
        if (!columns.equals(contract.partitionBy())) {
            System.out.println("The contract says " + contract.partitionBy()
                    + ". Set its partition-by to the same columns, so that a new table gets them too.");
        }
        try (TableReader reader = choice.open()) {
            System.out.println("Partitions: " + reader.status().orElseThrow().partitions());
        }
        return 0;
    }

    private List<String> columns(Contract contract) {
        List<String> columns = by
                .map(names -> Arrays.stream(names.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty())
                        .map(name -> name.equals("region") ? contract.roles().region().orElse(name) : name).toList())
                .orElse(contract.partitionBy());
        for (String column : columns) {
            // The gateway refuses empty text in these alone, which readers would take for null as a partition value.
            boolean guarded = column.equals(Contract.EVENT_DATE) || contract.partitionBy().contains(column)
                    || contract.roles().region().filter(column::equals).isPresent();
            if (!guarded) {
                throw new LauncherException("The contract does not name '" + column + "' in partition-by. Add it there"
                        + " first (PUT /v1/streams/" + contract.stream()
                        + "), so that the gateway refuses values that cannot name a partition.");
            }
        }
        return columns;
    }

    private Contract contract() {
        StreamName stream = choice.stream();
        try {
            return ContractParser.parse(stream,
                    contractFile.map(file -> TextFile.read(file, "an Avro schema")).orElseGet(() -> ofGateway(stream)));
        } catch (ContractException e) {
            throw new LauncherException("This is not a contract of a stream: " + e.getMessage(), e);
        }
    }

    private static String ofGateway(StreamName stream) {
        UpState running = UpState.running(Checkout.find()).orElseThrow(() -> new LauncherException(
                "No gateway is running that could supply the contract of " + stream
                        + ". Start it with ./millrace up, or pass the contract with --contract FILE."));
        try (GatewayClient gateway = new GatewayClient(URI.create(running.ports().gatewayUrl()))) {
            return gateway.schema(stream);
        }
    }
}
