package io.millrace.bench.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import io.millrace.bench.simulation.table.Guard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: runs the table code under schedules that follow from seeds, and checks every version. */
@Command(name = "simulate", description = "Runs the table code in memory under schedules that follow from seeds, and checks every version.", mixinStandardHelpOptions = true, footer = {
        "", "Writers, bronze, dead letters, upkeep and a reader take turns, one thread at a time. At any call to the",
        "storage another one may go on, the process may crash, and the call may fail. Equal seeds give equal runs.",
        "A schedule that breaks an invariant is made as small as possible and printed; exit code 1 then.",
        "A single schedule is printed. What is checked, and what was run so far: src-shared/docs/proof.md", "",
        "Examples:", "  ./millrace lab simulate --schedules 20000 --seed 7",
        "  ./millrace lab simulate --minutes 5 --without conflict-check",
        "  ./millrace lab simulate --schedules 1 --seed 42"})
public final class Simulate implements Callable<Integer> {
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--schedules", defaultValue = "10000", description = "Number of schedules (${DEFAULT-VALUE}).")
    private long schedules;
    @Option(names = "--seed", defaultValue = "1", description = "Seed of the first schedule; each has the next one (${DEFAULT-VALUE}).")
    private long seed;
    @Option(names = "--minutes", defaultValue = "1440", description = "Minutes after which no further schedule begins (${DEFAULT-VALUE}).")
    private double minutes;
    @Option(names = "--without", split = ",", description = "Guards to switch off: watermark, conflict-check, key-check, put-if-absent, dead-letter-block, commit-result, vacuum-retention. The simulation must then find something.")
    private List<String> without = List.of();

    @Override
    public Integer call() {
        Options.atLeast(1, "--schedules", schedules);
        Options.require(minutes > 0, "--minutes must be more than 0, not " + minutes + ".");
        Set<Guard> off = EnumSet.noneOf(Guard.class);
        without.forEach(label -> {
            Options.require(Guard.of(label).isPresent(),
                    "--without knows " + String.join(", ", Guard.labels()) + ", not '" + label + "'.");
            Guard.of(label).ifPresent(off::add);
        });
        // Simulated errors and crashes are logged by the code that meets them.
        ROOT.setLevel(Level.OFF);
        if (schedules == 1) {
            Selection schedule = Selection.of(seed, off);
            PrintedSchedule.of(schedule, ScheduleRun.of(schedule, true)).forEach(progress::say);
        }
        SimulationReport report = new Simulation(seed, schedules, (long) (minutes * TimeUnit.MINUTES.toNanos(1)), off)
                .run(progress::say);
        report.failed().ifPresent(failed -> {
            report.named().forEach(System.err::println);
            System.err.println("Run it again with " + failed.command());
        });
        System.out.println(report.json());
        return report.ok() ? 0 : 1;
    }
}
