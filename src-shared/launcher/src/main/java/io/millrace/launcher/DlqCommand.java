package io.millrace.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dlq}: the dead letters of a stream. */
@Command(name = "dlq", description = "Lists the dead letters of a stream, and sends their records to its topic again.", mixinStandardHelpOptions = true, subcommands = {
        DlqListCommand.class, DlqShowCommand.class, DlqRedriveCommand.class, DlqParkCommand.class}, footer = {
                "",
                "A letter is open, redriven, resolved or parked. batch-service keeps the letters of a stream in the table",
                "STREAM_dlq; its next run shows what became of redriven letters.",
                "Details: src-shared/docs/operating.md, \"Dead letters\".", "", "Examples:",
                "  ./millrace dlq list earthquake --state open",
                "  ./millrace dlq redrive earthquake --reason rule --dry-run"})
final class DlqCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do: list, show, redrive or park");
    }
}
