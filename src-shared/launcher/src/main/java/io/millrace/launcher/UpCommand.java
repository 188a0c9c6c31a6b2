package io.millrace.launcher;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.DetachedProcess;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.LocalSystem;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.Supervisor;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: in the foreground until Ctrl-C, or detached until {@code down}. */
@Command(name = "up", description = "Runs Kafka, the registry and the three services on fixed ports of 127.0.0.1 and keeps their data.", mixinStandardHelpOptions = true, footer = {
        "", "Restarts a process that ends by itself, and resumes from its data folder. Variables MILLRACE_* and",
        "QUARKUS_* configure the services; see src-shared/docs/configuration.md.", "", "Examples:",
        "  ./millrace up                             until Ctrl-C",
        "  ./millrace up --detach                    until ./millrace down", "  MILLRACE_BATCH_EVERY=5s ./millrace up"})
final class UpCommand implements Callable<Integer> {
    /** How long all parts may take until they are ready at the same time, after each was ready once. */
    private static final Duration READY = Duration.ofMinutes(1);

    @Option(names = "--detach", description = "Returns when everything is ready and leaves it running.")
    private boolean detach;

    @Option(names = "--data", description = "Data folder. Default: .millrace/data in the checkout.")
    private @Nullable Path data;

    @Option(names = "--base-port", description = "First of eight consecutive ports to use instead of the standard ones.")
    private @Nullable Integer basePort;

    @Override
    public Integer call() throws Exception {
        Checkout checkout = Checkout.find();
        Path folder = data == null ? checkout.dataRoot().resolve("data") : data.toAbsolutePath().normalize();
        SystemPorts ports = basePort == null ? SystemPorts.STANDARD : SystemPorts.from(basePort);
        checkout.requireBuilt();
        Checkout.requireUsable(checkout.dataRoot());
        Checkout.requireUsable(folder);
        Optional<AutoCloseable> claim = DataFolders.claim(checkout.dataRoot().resolve("up"));
        if (claim.isEmpty()) {
            return alreadyThere(checkout);
        }
        if (detach) {
            claim.get().close();
            ports.requireFree();
            UpState state = DetachedProcess.start(checkout, folder.resolve("logs/up.log"), Launcher.class.getName(),
                    arguments(folder), System.err::println);
            StatusText status = StatusText.whenReady(state, READY);
            System.out.print(status.text());
            System.out.println(status.allReady()
                    ? "Stop it with ./millrace down"
                    : "It runs, but not everything is ready. Look at it with ./millrace status, stop it with ./millrace down");
            return status.allReady() ? 0 : 1;
        }
        try (AutoCloseable held = claim.get(); ProcessGroup processes = ProcessGroup.tiedToThisJvm()) {
            return inForeground(checkout, folder, ports, processes);
        }
    }

    private static int inForeground(Checkout checkout, Path folder, SystemPorts ports, ProcessGroup processes)
            throws InterruptedException {
        UpState.ofThisProcess(folder, ports, false).write(checkout);
        LocalSystem system = LocalSystem.start(checkout, ports, folder, UpCommand::print, processes);
        UpState ready = UpState.ofThisProcess(folder, ports, true);
        ready.write(checkout);
        StatusText.of(ready).text().lines().forEach(line -> print("millrace", line));
        print("millrace", "Everything is ready. Ctrl-C stops it");
        Supervisor supervisor = processes.add(new Supervisor(Clock.systemUTC(),
                report -> report.lines().forEach(line -> print("millrace", line)),
                ends -> ready.with(ends).write(checkout)));
        supervisor.watch(system.parts());
        supervisor.awaitClose();
        return 0;
    }

    private static int alreadyThere(Checkout checkout) {
        UpState state = UpState.running(checkout).orElseThrow(() -> new LauncherException(
                "Another ./millrace up is starting in " + checkout.directory() + ". Run ./millrace status"));
        System.out.println("The system is already running:");
        System.out.print(StatusText.of(state).text());
        return 0;
    }

    private List<String> arguments(Path folder) {
        List<String> arguments = new ArrayList<>(List.of("up", "--data", folder.toString()));
        if (basePort != null) {
            arguments.addAll(List.of("--base-port", basePort.toString()));
        }
        return arguments;
    }

    private static void print(String process, String line) {
        System.out.println(String.format(java.util.Locale.ROOT, "%-14s | %s", process, line));
    }
}
