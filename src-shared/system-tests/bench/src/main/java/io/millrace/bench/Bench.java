package io.millrace.bench;

import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.bench.ingest.BareEndpoint;
import io.millrace.bench.ingest.BareProducer;
import io.millrace.bench.ingest.IngestBench;
import io.millrace.bench.ingest.OutageBench;
import io.millrace.bench.ingest.OverloadBench;
import io.millrace.race.Race;
import io.millrace.race.RaceUpkeep;
import io.millrace.race.RaceWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./millrace bench} and {@code ./millrace race}. */
@Command(name = "bench", description = "Measures Millrace on this machine.", mixinStandardHelpOptions = true, subcommands = {
        MergeBench.class, TableFilling.class, MergeMeasuring.class, RevisionMeasuring.class, IngestBench.class,
        BareProducer.class, BareEndpoint.class, OverloadBench.class, OutageBench.class, Race.class, RaceWriter.class,
        RaceUpkeep.class})
public final class Bench {
    // Held, because a logger that nobody holds forgets its level.
    private static final Logger ROOT = Logger.getLogger("");
    // Warns of every table that is too young for a checkpoint.
    private static final Logger SNAPSHOTS = Logger.getLogger("io.delta.kernel.internal.snapshot.SnapshotManager");
    // Warns of every race that is lost.
    private static final Logger TRANSACTIONS = Logger.getLogger("io.delta.kernel.internal.TransactionImpl");

    private Bench() {}

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.WARNING);
        SNAPSHOTS.setLevel(Level.SEVERE);
        TRANSACTIONS.setLevel(Level.SEVERE);
        System.exit(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
    }
}
