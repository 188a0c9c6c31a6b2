package io.millrace.launcher;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.UpState;
import picocli.CommandLine.Command;

/** {@code down}: returns when everything has ended. */
@Command(name = "down", description = "Stops the system that ./millrace up started. The data stays.", mixinStandardHelpOptions = true, footer = {
        "", "Returns when every process has ended. ./millrace up resumes from the data."})
final class DownCommand implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 60;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.find();
        Optional<UpState> running = UpState.running(checkout);
        if (running.isEmpty()) {
            System.out.println("Nothing is running in " + checkout.directory());
            return 0;
        }
        UpState state = running.get();
        state.process().ifPresent(DownCommand::end);
        System.out.println("Stopped. The data stays in " + state.data() + "; ./millrace up resumes from it");
        return 0;
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new LauncherException("Process " + process.pid() + " did not stop within " + PATIENCE_SECONDS
                    + " s and was killed; its child processes end within seconds. No acknowledged event is lost.", e);
        } catch (ExecutionException e) {
            throw new LauncherException("Process " + process.pid() + " cannot be monitored (" + e.getCause()
                    + "). Run ./millrace status", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while process " + process.pid() + " stops", e);
        }
    }
}
