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
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.LauncherException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: exits with 0 only when every promise held. */
@Command(name = "demo", description = "Runs the whole system on real earthquakes, reads the table back and judges every promise.", mixinStandardHelpOptions = true)
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
                "Another demo runs from " + checkout.directory() + ". Wait until it has ended."));
                ProcessGroup ensemble = ProcessGroup.tiedToThisJvm()) {
            DataFolders.delete(data);
            Checkout.requireUsable(data);
            ProgressLog narrator = new ProgressLog(progress, Clock.systemUTC());
            narrator.tell("Starting Kafka and the registry; data and logs are in " + data);
            Report report = new Demo(checkout, data, narrator).run(ensemble);
            narrator.tell("Stopping everything");
            return report;
        }
    }
}
