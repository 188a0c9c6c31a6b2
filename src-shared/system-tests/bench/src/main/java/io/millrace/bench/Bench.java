package io.millrace.bench;

import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.bench.alerts.Alerts;
import io.millrace.bench.chaos.Chaos;
import io.millrace.bench.console.ConsoleBench;
import io.millrace.bench.ingest.BareEndpoint;
import io.millrace.bench.ingest.BareProducer;
import io.millrace.bench.ingest.IngestBench;
import io.millrace.bench.ingest.OutageBench;
import io.millrace.bench.ingest.OverloadBench;
import io.millrace.bench.merge.BronzeMeasuring;
import io.millrace.bench.merge.MergeBench;
import io.millrace.bench.merge.MergeMeasuring;
import io.millrace.bench.merge.RevisionMeasuring;
import io.millrace.bench.merge.TableFilling;
import io.millrace.bench.pipeline.PipelineBench;
import io.millrace.bench.race.Race;
import io.millrace.bench.race.RaceUpkeep;
import io.millrace.bench.race.RaceWriter;
import io.millrace.bench.race.RawWriter;
import io.millrace.bench.simulation.Simulate;
import io.millrace.launcher.Launcher;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./millrace lab bench}, {@code race}, {@code chaos}, {@code simulate} and {@code alerts}. */
@Command(name = "bench", description = "Measures Millrace on this machine.", mixinStandardHelpOptions = true, footer = {
        "", "Use a quiet machine. Published figures: src-shared/docs/benchmarks.md"}, subcommands = {
                PipelineBench.class, MergeBench.class, TableFilling.class, MergeMeasuring.class,
                RevisionMeasuring.class, BronzeMeasuring.class, IngestBench.class,
                BareProducer.class, BareEndpoint.class, OverloadBench.class, OutageBench.class, ConsoleBench.class,
                Race.class, Chaos.class,
                Simulate.class, Alerts.class, RaceWriter.class, RawWriter.class,
                RaceUpkeep.class})
public final class Bench {
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");
    // Logs a warning for every table that has no checkpoint yet.
    private static final Logger SNAPSHOTS = Logger.getLogger("io.delta.kernel.internal.snapshot.SnapshotManager");
    // Logs a warning for every commit that lost a race.
    private static final Logger TRANSACTIONS = Logger.getLogger("io.delta.kernel.internal.TransactionImpl");

    private Bench() {}

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.WARNING);
        SNAPSHOTS.setLevel(Level.SEVERE);
        TRANSACTIONS.setLevel(Level.SEVERE);
        System.exit(Launcher.run(commandLine(), arguments));
    }

    /** All commands of this program. */
    public static CommandLine commandLine() {
        return Launcher.explaining(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true));
    }
}
