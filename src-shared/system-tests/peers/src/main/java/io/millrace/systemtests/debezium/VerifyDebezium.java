package io.millrace.systemtests.debezium;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.devstack.DevStackException;
import io.millrace.launcher.demo.ProgressLog;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code ./millrace lab verify-debezium}: exits with 0 only when the table has every change that PostgreSQL committed. */
@Command(name = "verify-debezium", description = "Delivers changes of a real PostgreSQL by a real Debezium Server, kills it and the broker, and compares the Delta table with every change.", mixinStandardHelpOptions = true, footer = {
        "", "Downloads Debezium Server once (800 MB). Setup: ingest-service/debezium.md"})
public final class VerifyDebezium implements Callable<Integer> {
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    @Option(names = "--server", hidden = true, description = "Folder of an unpacked Debezium Server.")
    private Path server = Path.of("");

    @Option(names = "--seed", description = "Seed of the changes in PostgreSQL. Default: ${DEFAULT-VALUE}.")
    private long seed = 17;

    @Option(names = "--json", description = "End with one line of JSON on standard output; progress on standard error.")
    private boolean json;

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    /** This command. */
    public static CommandLine commandLine() {
        return new CommandLine(new VerifyDebezium()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LauncherException || failure instanceof DevStackException) {
                command.getErr().println("millrace: " + failure.getMessage());
            } else {
                failure.printStackTrace(command.getErr());
            }
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public Integer call() throws Exception {
        try {
            TableDifferences findings = run(new ProgressLog(json ? System.err : System.out, Clock.systemUTC()));
            print(json ? findings.json() : findings.text());
            return findings.ok() ? 0 : 1;
        } catch (RuntimeException e) {
            if (json) {
                print(new ObjectMapper().createObjectNode().put("ok", false)
                        .put("error", String.valueOf(e.getMessage())).toString());
            }
            throw e;
        }
    }

    private TableDifferences run(ProgressLog log) throws Exception {
        Checkout checkout = Checkout.find();
        checkout.requireBuilt();
        Checkout.requireUsable(checkout.dataRoot());
        Path data = checkout.dataRoot().resolve("verify-debezium");
        try (AutoCloseable claim = DataFolders.claim(data).orElseThrow(() -> new LauncherException(
                "Another verify-debezium is running in " + checkout.directory() + ". Wait until it has ended."));
                ProcessGroup processes = ProcessGroup.tiedToThisJvm()) {
            DataFolders.delete(data);
            log.print("Starting Millrace and PostgreSQL; data and logs are in " + data);
            TableDifferences findings = new DebeziumRun(checkout, server, data, log, processes).run(seed);
            log.print("Stopping everything");
            return findings;
        }
    }

    private static void print(String text) {
        PrintStream out = System.out;
        out.println(text);
        out.flush();
    }
}
