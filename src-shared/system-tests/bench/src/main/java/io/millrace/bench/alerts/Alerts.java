package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DataFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alerts}: makes the fault that each alert is for. */
@Command(name = "alerts", description = "Makes the fault that each alert is for and checks that it fires, alone, and ends after the commands of its runbook.", mixinStandardHelpOptions = true, footer = {
        "", "Runs the system of ./millrace up on its standard ports, and a Prometheus with the rules of",
        "deploy/alerts. Real windows are hours: every duration of the rules is divided by --factor. Prometheus is",
        "the one on the PATH, or that of Debian's package, which is unpacked to .millrace/tools.",
        "An alert must fire within two minutes of its condition. The commands in \"Mend it\" of its runbook are",
        "run as they are written, except those of kubectl. Alerts that are not chosen are named as not tried.",
        "Exit code 1 when something was found; the data folder is kept then.",
        "Use a quiet machine: a minute of the rules is 1.5 s with the default. The burn rate of the lag ends after",
        "its windows, nine minutes with the default. What was found so far:",
        "src-shared/docs/proof.md", "", "Examples:", "  ./millrace lab alerts",
        "  ./millrace lab alerts --alert MillraceStreamPaused --alert MillraceLettersOpen"})
public final class Alerts implements Callable<Integer> {
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");
    private static final int LARGEST_FACTOR = 300;

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--alert", paramLabel = "NAME", description = "Only this alert; may be given several times. Default: all.")
    private List<String> alerts = List.of();
    @Option(names = "--all", description = "Alerts that are not tried count against the result.")
    private boolean all;
    @Option(names = "--factor", defaultValue = "40", description = "Divisor of every duration of the rules (${DEFAULT-VALUE}).")
    private int factor;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> faults = Scenarios.all().stream().map(Scenario::alert).toList();
        alerts.forEach(alert -> Options.require(faults.contains(alert),
                "--alert knows " + String.join(", ", faults) + ", not '" + alert + "'."));
        Options.require(factor >= 1 && factor <= LARGEST_FACTOR,
                "--factor must be from 1 to " + LARGEST_FACTOR + ", not " + factor + ".");
        // Clients of brokers that are away log every attempt.
        ROOT.setLevel(Level.SEVERE);
        Checkout checkout = Checkout.find();
        String rules = Files.readString(checkout.directory().resolve("deploy/alerts/prometheus/millrace.rules.yaml"));
        Path data = Files.createTempDirectory(Files.createDirectories(checkout.dataRoot()), "alerts-");
        List<Scenario> chosen = Scenarios.all().stream()
                .filter(scenario -> alerts.isEmpty() || alerts.contains(scenario.alert())).toList();
        List<Outcome> outcomes = new AlertsRun(chosen, factor, progress).on(checkout, data, rules);
        List<String> tried = outcomes.stream().map(Outcome::alert).toList();
        AlertsReport report = new AlertsReport(factor, outcomes,
                ScaledRules.alerts(rules).stream().filter(alert -> !tried.contains(alert)).toList(), all);
        report.notTried().forEach(alert -> progress.say("not tried: " + alert));
        outcomes.stream().filter(outcome -> !outcome.ok()).forEach(System.err::println);
        if (report.ok()) {
            DataFolders.delete(data);
        } else {
            System.err.println("Logs and tables are in " + data);
        }
        System.out.println(report.json());
        return report.ok() ? 0 : 1;
    }
}
