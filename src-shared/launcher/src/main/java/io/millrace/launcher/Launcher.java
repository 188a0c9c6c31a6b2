package io.millrace.launcher;

import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.devstack.DevStackException;
import io.millrace.launcher.local.LauncherException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./millrace}. */
@Command(name = "millrace", description = "HTTP events, exactly once, in one Delta Lake table per stream.", mixinStandardHelpOptions = true, version = "0.1.0-SNAPSHOT", subcommands = {
        DemoCommand.class, UpCommand.class, StatusCommand.class, DownCommand.class, SendCommand.class,
        TableCommand.class, RowsCommand.class, DlqCommand.class, RepartitionCommand.class, FingerprintCommand.class,
        BuildCommand.class, TestCommand.class, DevCommand.class, LabCommand.class})
public final class Launcher {
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");
    // Logs a warning for every table that has no checkpoint yet.
    private static final Logger SNAPSHOTS = Logger.getLogger("io.delta.kernel.internal.snapshot.SnapshotManager");

    private Launcher() {}

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.WARNING);
        SNAPSHOTS.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    /** All commands of {@code ./millrace} except those whose programs are modules of their own. */
    public static CommandLine commandLine() {
        return new CommandLine(new Launcher()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (isExplained(failure)) {
                command.getErr().println("millrace: " + failure.getMessage());
            } else {
                failure.printStackTrace(command.getErr());
            }
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    private static boolean isExplained(Exception failure) {
        return failure instanceof LauncherException || failure instanceof DevStackException
                || failure instanceof TableUnavailableException || failure instanceof TableRefusedException;
    }
}
