package io.millrace.launcher;

import java.util.Optional;
import java.util.concurrent.Callable;

import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.UpState;
import picocli.CommandLine.Command;

/** {@code status}: exits with 0 when everything is ready, 1 when something is not, 3 when nothing runs. */
@Command(name = "status", description = "Prints the processes of the running system and whether each is ready.", mixinStandardHelpOptions = true, footer = {
        "", "Exit code 0: every process is ready. 1: at least one is not. 3: nothing is running."})
final class StatusCommand implements Callable<Integer> {
    private static final int NOTHING_RUNS = 3;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.find();
        Optional<UpState> running = UpState.running(checkout);
        if (running.isEmpty()) {
            System.out.println("Nothing is running in " + checkout.directory() + ". Start it with ./millrace up");
            return NOTHING_RUNS;
        }
        StatusText status = StatusText.of(running.get());
        System.out.print(status.text());
        return status.allReady() ? 0 : 1;
    }
}
