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
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.LauncherException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code ./millrace verify-debezium}: exits with 0 only when the table is what was done in PostgreSQL. */
@Command(name = "verify-debezium", description = "Lets a real Debezium Server deliver the changes of a real PostgreSQL, kills it and the broker, and compares the Delta table with what was done.", mixinStandardHelpOptions = true)
public final class VerifyDebezium implements Callable<Integer> {
    // Held, because a logger that nobody holds forgets its level.
    private static final Logger ROOT = Logger.getLogger("");

    @Option(names = "--server", hidden = true, required = true, description = "The folder of an unpacked Debezium Server.")
    private Path server = Path.of("");

    @Option(names = "--seed", description = "Decides what is done in PostgreSQL. Default: ${DEFAULT-VALUE}")
    private long seed = 17;

    @Option(names = "--json", description = "End with one line of JSON on standard output; progress on standard error.")
    private boolean json;

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.SEVERE);
        System.exit(new CommandLine(new VerifyDebezium()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LauncherException || failure instanceof DevStackException) {
                command.getErr().println("millrace: " + failure.getMessage());
            } else {
                failure.printStackTrace(command.getErr());
            }
            return command.getCommandSpec().exitCodeOnExecutionException();
        }).execute(arguments));
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

    private TableDifferences run(ProgressLog narrator) throws Exception {
        Checkout checkout = Checkout.find();
        checkout.requireBuilt();
        Checkout.requireUsable(checkout.dataRoot());
        Path data = checkout.dataRoot().resolve("verify-debezium");
        try (AutoCloseable claim = DataFolders.claim(data).orElseThrow(() -> new LauncherException(
                "Another verify-debezium runs from " + checkout.directory() + ". Wait until it has ended."));
                ProcessGroup ensemble = ProcessGroup.tiedToThisJvm()) {
            DataFolders.delete(data);
            narrator.tell("Starting Millrace and PostgreSQL; data and logs are in " + data);
            TableDifferences findings = new DebeziumRun(checkout, server, data, narrator, ensemble).run(seed);
            narrator.tell("Stopping everything");
            return findings;
        }
    }

    private static void print(String text) {
        PrintStream out = System.out;
        out.println(text);
        out.flush();
    }
}
