package io.millrace.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.bench.chaos.fault.FaultKind;
import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DataFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chaos}: runs the packaged services under faults and checks every event. */
@Command(name = "chaos", description = "Runs the packaged services under faults that follow from a seed, and checks every event.", mixinStandardHelpOptions = true, footer = {
        "", "Three brokers, a registry, two gateways, two stream writers and a batch writer, one fault at a time.",
        "Afterwards each acknowledged event must be in the table once, in the right revision, and nothing else;",
        "each poison record must be one letter, each offset in the bronze table, and the books must balance.",
        "Exit code 1 when not; the data folder is kept then. What was found so far: src-shared/docs/proof.md", "",
        "Examples:", "  ./millrace lab chaos --seed 7 --minutes 5",
        "  ./millrace lab chaos --faults kill --targets stream,batch --every 10"})
public final class Chaos implements Callable<Integer> {
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--seed", defaultValue = "1", description = "Seed of the events and of the order of faults (${DEFAULT-VALUE}).")
    private long seed;
    @Option(names = "--minutes", defaultValue = "5", description = "Minutes of load and faults (${DEFAULT-VALUE}).")
    private double minutes;
    @Option(names = "--rate", defaultValue = "300", description = "Events a second (${DEFAULT-VALUE}).")
    private int rate;
    @Option(names = "--every", defaultValue = "10", description = "Seconds from one fault to the next, at least (${DEFAULT-VALUE}).")
    private int every;
    @Option(names = "--faults", split = ",", completionCandidates = FaultLabels.class, description = "Kinds of faults: ${COMPLETION-CANDIDATES} (all of them).")
    private List<String> faults = List.of();
    @Option(names = "--targets", split = ",", defaultValue = "gateway,stream,batch,broker,registry", description = "Processes that faults are done to (${DEFAULT-VALUE}).")
    private List<ProcessRole> targets = List.of();
    @Option(names = "--storage", defaultValue = "local", description = "local: a folder; s3: an S3 server that runs for the suite, which the kinds s3-... need (${DEFAULT-VALUE}).")
    private ChaosStorage.Kind storage = ChaosStorage.Kind.LOCAL;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.require(minutes > 0, "--minutes must be more than 0, not " + minutes + ".");
        Options.atLeast(0, "--every", every);
        Options.atLeast(ChaosLoad.BATCH, "--rate", rate);
        List<FaultKind> kinds = kinds();
        // Clients of brokers that are away log every attempt.
        ROOT.setLevel(Level.SEVERE);
        Checkout checkout = Checkout.find();
        Path data = Files.createTempDirectory(Files.createDirectories(checkout.dataRoot()), "chaos-" + seed + "-");
        ChaosRun run = new ChaosRun(seed, minutes, rate, every, kinds, roles(), storage, progress);
        ChaosReport report = run.on(checkout, data);
        report.named().forEach(System.err::println);
        if (report.ok()) {
            DataFolders.delete(data);
        } else {
            System.err.println("Seed " + seed + " found the above. Tables and logs are in " + data);
        }
        System.out.println(report.json());
        return report.ok() ? 0 : 1;
    }

    private Set<ProcessRole> roles() {
        return EnumSet.copyOf(targets);
    }

    private List<FaultKind> kinds() {
        List<String> known = labels();
        faults.forEach(label -> Options.require(known.contains(label),
                "--faults knows " + String.join(", ", known) + ", not '" + label + "'."));
        List<FaultKind> kinds = FaultKind.ALL.stream()
                .filter(kind -> faults.isEmpty() || faults.contains(kind.label())).toList();
        kinds.stream().filter(kind -> kind.needsS3() && !faults.isEmpty()).forEach(kind -> Options.require(
                storage == ChaosStorage.Kind.S3, "--faults " + kind.label() + " needs --storage s3."));
        return kinds;
    }

    private static List<String> labels() {
        return FaultKind.ALL.stream().map(FaultKind::label).toList();
    }

    /** The kinds for the help. */
    static final class FaultLabels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return labels().iterator();
        }
    }
}
