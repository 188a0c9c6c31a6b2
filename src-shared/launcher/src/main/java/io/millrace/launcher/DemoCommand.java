package io.millrace.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.launcher.demo.Demo;
import io.millrace.launcher.demo.ProgressLog;
import io.millrace.launcher.demo.Report;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: exits with 0 only when every promise held. */
@Command(name = "demo", description = "Runs the whole system once on real earthquakes, reads the table back and checks every promise.", mixinStandardHelpOptions = true, footer = {
        "", "Starts Kafka, the registry and the three services on free ports, sends 1,707 events of one week (some",
        "twice, some invalid, some unreadable), waits until both writers are done and leaves nothing running.",
        "Exit code 0: every promise held. 1: one did not, and the output says which.", "",
        "Data, logs and the table stay in .millrace/demo until the next demo."})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--json", description = "End with one line of JSON on standard output; progress on standard error.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PrintStream progress = json ? System.err : System.out;
        try {
            Report report = run(progress);
            System.out.println(json ? report.json() : report.text());
            return report.ok() ? 0 : 1;
        } catch (RuntimeException e) {
            if (json) {
                System.out.println(new ObjectMapper().createObjectNode().put("ok", false)
                        .put("error", String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }

    private static Report run(PrintStream progress) throws Exception {
        Checkout checkout = Checkout.find();
        checkout.requireBuilt();
        Checkout.requireUsable(checkout.dataRoot());
        Path data = checkout.dataRoot().resolve("demo");
        try (AutoCloseable claim = DataFolders.claim(data).orElseThrow(() -> new LauncherException(
                "Another demo is running in " + checkout.directory() + ". Wait until it has ended."));
                ProcessGroup processes = ProcessGroup.tiedToThisJvm()) {
            DataFolders.delete(data);
            Checkout.requireUsable(data);
            ProgressLog log = new ProgressLog(progress, Clock.systemUTC());
            log.print("Starting Kafka and the registry; data and logs are in " + data);
            Report report = new Demo(checkout, data, log).run(processes);
            log.print("Stopping everything");
            return report;
        }
    }
}
