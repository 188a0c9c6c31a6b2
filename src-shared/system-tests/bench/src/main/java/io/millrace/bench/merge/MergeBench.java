package io.millrace.bench.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.millrace.bench.run.BenchFolders;
import io.millrace.bench.run.MainProgram;
import io.millrace.bench.run.Options;
import io.millrace.bench.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench merge}: fills two tables, then measures merging into them against appending, in one process. */
@Command(name = "merge", description = "Compares the CPU time of a merge with that of an append, for a small and a large table.", mixinStandardHelpOptions = true)
public final class MergeBench implements Callable<Integer> {
    /** How many batches are measured, and how many come before. */
    private record Extent(int rounds, int warmUp) {}

    private static final Extent MERGES = new Extent(30, 40);
    private static final Extent BRONZE = new Extent(30, 40);
    /** A batch of these takes seconds. */
    private static final Extent REVISIONS = new Extent(15, 15);

    @Mixin
    private final Progress progress = new Progress();
    @Option(names = "--small", defaultValue = "1000000", description = "Rows of the smaller table (${DEFAULT-VALUE}).")
    private long small;
    @Option(names = "--large", defaultValue = "10000000", description = "Rows of the larger table (${DEFAULT-VALUE}).")
    private long large;
    @Option(names = "--batch", defaultValue = "20000", description = "Rows of a batch (${DEFAULT-VALUE}).")
    private int batch;
    @Option(names = "--rounds", description = "Measured batches of each kind (30; of revisions 15).")
    private Optional<Integer> rounds = Optional.empty();
    @Option(names = "--warm-up", description = "Batches of each kind before the measurement (40, after which the JIT compilers are done; of revisions 15).")
    private Optional<Integer> warmUp = Optional.empty();
    @Option(names = "--heap", defaultValue = "288m", description = "Heap of the measured process (${DEFAULT-VALUE}).")
    private String heap = "";
    @Option(names = "--revisions", description = "Measures batches that revise rows of the smaller table instead: random keys, and a hot fiftieth of the keys.")
    private boolean revisions;
    @Option(names = "--bronze", description = "Measures instead what it costs to take records into a bronze table, against an append and a merge of their rows.")
    private boolean bronze;
    @Option(names = "--folder", description = "Folder for the tables, which are deleted at the end. Default: a temporary folder.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Options.atLeast(1, "--small", small);
        Options.atLeast(1, "--large", large);
        Options.atLeast(1, "--batch", batch);
        Options.atLeast(1, "--rounds", rounds.orElse(1));
        Options.atLeast(0, "--warm-up", warmUp.orElse(0));
        boolean ownFolder = folder.toString().isEmpty();
        Path tables = ownFolder ? Files.createTempDirectory("millrace-bench") : folder;
        try {
            if (bronze) {
                measure(BRONZE, "records", "measure-bronze", "--folder", tables.toString());
                return 0;
            }
            if (revisions) {
                revise(tables.resolve("revised"));
                return 0;
            }
            for (var table : List.of(new Filling("small", small), new Filling("large", large))) {
                progress.say("Filling the table of " + table.rows() + " rows");
                run(List.of("-Xmx2g"), "fill-table", tables.resolve(table.name()).toString(), "" + table.rows());
            }
            measure(MERGES, "rows", "measure-merge", "--folder", tables.toString());
            return 0;
        } finally {
            BenchFolders.delete(tables);
        }
    }

    private void revise(Path table) throws IOException, InterruptedException {
        progress.say("Filling a table of " + small + " rows");
        run(List.of("-Xmx2g"), "fill-table", table.toString(), "" + small, "--revised");
        measure(REVISIONS, "revisions", "measure-revisions", "--folder", table.toString(), "--rows", "" + small);
    }

    private void measure(Extent usual, String what, String... command) throws IOException, InterruptedException {
        int measured = rounds.orElse(usual.rounds());
        progress.say("Measuring " + measured + " batches of " + batch + " " + what + " of each kind by turns");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--batch", "" + batch, "--rounds", "" + measured, "--warm-up",
                "" + warmUp.orElse(usual.warmUp())));
        run(List.of("-Xmx" + heap, "-XX:+UseSerialGC"), arguments.toArray(String[]::new));
    }

    private record Filling(String name, long rows) {}

    private static void run(List<String> jvm, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                MainProgram.MAIN_CLASS));
        command.addAll(List.of(arguments));
        int code = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(arguments[0] + " ended with " + code);
        }
    }
}
