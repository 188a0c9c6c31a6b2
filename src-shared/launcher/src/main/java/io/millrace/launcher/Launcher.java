package io.millrace.launcher;

import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.devstack.DevStackException;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.table.TableRefusedException;
import io.millrace.table.TableUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The program behind {@code ./millrace}. */
@Command(name = "millrace", description = "HTTP events, exactly once, in one Delta Lake table per stream.", mixinStandardHelpOptions = true, version = "0.1.0-SNAPSHOT", subcommands = {
        DemoCommand.class, UpCommand.class, StatusCommand.class, DownCommand.class, SendCommand.class,
        TableCommand.class, RowsCommand.class, DlqCommand.class, RepartitionCommand.class, RebuildCommand.class,
        AuditCommand.class, ReceiptCommand.class, SloCommand.class,
        FingerprintCommand.class,
        BuildCommand.class, TestCommand.class, DevCommand.class, LabCommand.class})
public final class Launcher {
    /** That of the help files, so that a wrong option prints the same usage. */
    private static final int USAGE_WIDTH = 110;
    /** The exit code of a fault of the program: EX_SOFTWARE of sysexits.h. */
    private static final int FAULT = 70;
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");
    // Logs a warning for every table that has no checkpoint yet.
    private static final Logger SNAPSHOTS = Logger.getLogger("io.delta.kernel.internal.snapshot.SnapshotManager");

    // Logs a warning for every attempt at a broker that does not answer; the command reports the failure.
    private static final Logger CONNECTIONS = Logger.getLogger("org.apache.kafka.clients.NetworkClient");

    private Launcher() {}

    public static void main(String[] arguments) {
        limitLogs();
        System.exit(run(commandLine(), arguments));
    }

    /** Runs a command; an Error is reported as a fault of the program, which picocli would leave to the JVM. */
    public static int run(CommandLine commands, String... arguments) {
        try {
            return commands.execute(arguments);
        } catch (Error fault) {
            commands.getErr().println("millrace: This is a fault of Millrace, please report it with the lines below.");
            fault.printStackTrace(commands.getErr());
            return FAULT;
        }
    }

    /** Leaves standard error to what a user can act on. */
    static void limitLogs() {
        ROOT.setLevel(Level.WARNING);
        SNAPSHOTS.setLevel(Level.SEVERE);
        CONNECTIONS.setLevel(Level.SEVERE);
    }

    /** All commands of {@code ./millrace} except those whose programs are modules of their own. */
    public static CommandLine commandLine() {
        return explaining(new CommandLine(new Launcher()).setCommandName("./millrace").setUsageHelpWidth(USAGE_WIDTH));
    }

    /** The same commands, which explain their failures in one line, and wrong use by exit code 2. */
    public static CommandLine explaining(CommandLine commands) {
        commands.registerConverter(Integer.class, number(Integer::valueOf))
                .registerConverter(int.class, number(Integer::valueOf))
                .registerConverter(Long.class, number(Long::valueOf))
                .registerConverter(long.class, number(Long::valueOf));
        return commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (isExplained(failure)) {
                command.getErr().println("millrace: " + failure.getMessage());
            } else {
                command.getErr()
                        .println("millrace: This is a fault of Millrace, please report it with the lines below.");
                failure.printStackTrace(command.getErr());
                return FAULT;
            }
            if (failure instanceof WrongUseException) {
                return command.getCommandSpec().exitCodeOnInvalidInput();
            }
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    /** Reads a number; the message of picocli's own reading names the Java type. */
    private static <T> ITypeConverter<T> number(Function<String, T> reading) {
        return text -> {
            try {
                return reading.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a whole number, or is too large");
            }
        };
    }

    private static boolean isExplained(Exception failure) {
        return failure instanceof LauncherException || failure instanceof DevStackException
                || failure instanceof TableUnavailableException || failure instanceof TableRefusedException;
    }
}
