package io.millrace.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dev}. */
@Command(name = "dev", description = "Runs one service in Quarkus dev mode, with a broker and a registry.", footer = {
        "",
        "Example:", "  ./millrace dev ingest-service", "",
        "Several services may run at once, each in its own terminal; they share one broker and registry."})
final class DevCommand extends ScriptCommand {
    @Parameters(paramLabel = "SERVICE", description = "ingest-service, stream-service or batch-service.")
    String service = "";
}
