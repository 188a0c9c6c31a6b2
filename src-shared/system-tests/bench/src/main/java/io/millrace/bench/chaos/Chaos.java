package io.millrace.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.millrace.bench.chaos.fault.FaultKind;
import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.chaos.guard.Guard;
import io.millrace.bench.chaos.scoreboard.Scoreboard;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.WrongUseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chaos}: runs the packaged services under faults and checks every event. */
@Command(name = "chaos", description = "Runs the packaged services under faults that follow from a seed, and checks every event.", mixinStandardHelpOptions = true, footer = {
        "", "Three brokers, a registry, two gateways, two stream writers and a batch writer, one fault at a time.",
        "Afterwards each acknowledged event must be in the table once, in the right revision, and nothing else;",
        "each poison record must be one letter, each offset in the bronze table, and the books must balance.",
        "Exit code 1 when not; the data folder is kept then. What was found so far: src-shared/docs/proof.md", "",
        "Examples:", "  ./millrace lab chaos --seed 7 --minutes 5",
        "  ./millrace lab chaos --faults kill --targets stream,batch --every 10",
        "  ./millrace lab chaos --faults majority --without acks"})
public final class Chaos implements Callable<Integer> {
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    private static final int MOST_MINUTES = 10_000;

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
    @Option(names = "--faults", split = ",", completionCandidates = FaultLabels.class, description = "Kinds of faults: ${COMPLETION-CANDIDATES} (all that this machine can do, without surge, all-of-role and files-exhausted).")
    private List<String> faults = List.of();
    @Option(names = "--targets", split = ",", defaultValue = "gateway,stream,batch,broker,registry", description = "Processes that faults are done to (${DEFAULT-VALUE}).")
    private List<ProcessRole> targets = List.of();
    @Option(names = "--storage", defaultValue = "local", description = "local: a folder; s3: an S3 server that runs for the suite, which the kinds s3-... need (${DEFAULT-VALUE}).")
    private ChaosStorage.Kind storage = ChaosStorage.Kind.LOCAL;

    @Option(names = "--without", defaultValue = "", paramLabel = "GUARD", completionCandidates = GuardLabels.class, description = "Switches a guard off: ${COMPLETION-CANDIDATES}. Something must be found.")
    private String without = "";
    @Option(names = "--record", description = "Adds the run to src-shared/docs/proof.md, whatever its result.")
    private boolean record;
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.require(minutes > 0 && minutes <= MOST_MINUTES,
                "--minutes must be more than 0 and at most " + MOST_MINUTES + ", not " + minutes + ".");
        Options.atLeast(0, "--every", every);
        Options.atLeast(ChaosLoad.BATCH, "--rate", rate);
        Optional<Guard> guard = Guard.named(without);
        Options.require(!record || guard.isEmpty(), "--record is for runs with all guards; leave --without out.");
        List<FaultKind> kinds = kinds();
        // Clients of brokers that are away log every attempt.
        ROOT.setLevel(Level.SEVERE);
        Checkout checkout = Checkout.find();
        Path folder = Files.createDirectories(checkout.dataRoot());
        nameEarlierRuns(folder);
        Path data = Files.createTempDirectory(folder, "chaos-" + seed + "-");
        ChaosRun run = new ChaosRun(seed, minutes, rate, every, kinds, !faults.isEmpty(), roles(), storage, guard,
                progress);
        Thread whenInterrupted = new Thread(() -> interrupted(run, data));
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
        ChaosReport report;
        try {
            report = run.on(checkout, data);
        } catch (WrongUseException e) {
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
            DataFolders.delete(data);
            throw e;
        }
        Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        report.named().forEach(System.err::println);
        if (report.ok()) {
            DataFolders.delete(data);
        } else {
            System.err.println("Seed " + seed + " found the above. Tables and logs are in " + data);
        }
        if (record) {
            Scoreboard.of(checkout.directory(), labels())
                    .add(report.record(LocalDate.now(ZoneOffset.UTC), command(), leftOut(kinds)));
        }
        System.out.println(report.json());
        return report.ok() ? 0 : 1;
    }

    private static void interrupted(ChaosRun run, Path data) {
        run.named().forEach(System.err::println);
        System.err.println("The run has not ended and is not recorded. Tables and logs are in " + data);
    }

    private void nameEarlierRuns(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long runs = files.filter(file -> file.getFileName().toString().startsWith("chaos-")).count();
            if (runs > 0) {
                progress.say("Data of " + runs + " other runs: delete " + folder.resolve("chaos-*")
                        + " when nobody needs it");
            }
        }
    }

    /** The kinds that would have been drawn if this machine could do them: with other kinds the seed gives another order. */
    private List<String> leftOut(List<FaultKind> kinds) {
        return faults.isEmpty()
                ? FaultKind.ALL.stream().filter(kind -> isWanted(kind) && !kinds.contains(kind)).map(FaultKind::label)
                        .toList()
                : List.of();
    }

    /** The command that repeats the run. */
    private String command() {
        return "./millrace lab chaos " + Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs()
                .stream().filter(word -> !List.of("chaos", "--record", "--json").contains(word))
                .collect(Collectors.joining(" "));
    }

    private Set<ProcessRole> roles() {
        return EnumSet.copyOf(targets);
    }

    private List<FaultKind> kinds() {
        List<String> known = labels();
        faults.forEach(label -> Options.require(known.contains(label),
                "--faults knows " + String.join(", ", known) + ", not '" + label + "'."));
        for (FaultKind kind : FaultKind.ALL) {
            if (faults.contains(kind.label())) {
                Options.require(!kind.needsS3() || isS3(), "--faults " + kind.label() + " needs --storage s3.");
                Options.require(!kind.needsFolder() || !isS3(), "--faults " + kind.label() + " needs --storage local.");
                Options.require(kind.lacks().isEmpty(), "The fault " + kind.label() + " needs "
                        + kind.lacks().orElse("nothing") + ". Install it, or leave the fault out.");
            }
        }
        return FaultKind.ALL.stream()
                .filter(kind -> faults.isEmpty()
                        ? isWanted(kind) && isPossible(kind)
                        : faults.contains(kind.label()))
                .toList();
    }

    private boolean isPossible(FaultKind kind) {
        Optional<String> lack = kind.lacks();
        lack.ifPresent(needed -> progress.say("Without the fault " + kind.label() + ", which needs " + needed));
        return lack.isEmpty();
    }

    private boolean isWanted(FaultKind kind) {
        return !kind.isOnRequest() && !(isS3() ? kind.needsFolder() : kind.needsS3());
    }

    private boolean isS3() {
        return storage == ChaosStorage.Kind.S3;
    }

    private static List<String> labels() {
        return FaultKind.ALL.stream().map(FaultKind::label).toList();
    }

    /** The guards for the help. */
    static final class GuardLabels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Guard.labels().iterator();
        }
    }

    /** The kinds for the help. */
    static final class FaultLabels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return labels().iterator();
        }
    }
}
