package io.millrace.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab}: benchmarks, races and comparisons with other systems. Programs of their own declare the other commands. */
@Command(name = "lab", description = "Commands for developers of Millrace: benchmarks, races and checks against other systems.", subcommands = {
        LabCommand.Fuzz.class, LabCommand.VerifySpark.class, LabCommand.VerifyFaults.class,
        LabCommand.VerifyReaders.class, LabCommand.VerifyView.class}, footer = {"",
                "Published figures and how they were taken: src-shared/docs/benchmarks.md"})
final class LabCommand extends ScriptCommand {

    @Command(name = "fuzz", description = "Runs a fuzzer (Jazzer) on the gateway's parsing of events.", footer = {"",
            "Bytes must be refused, or come back from Avro as they were sent. A finding is a file crash-* or",
            "timeout-* in .millrace/fuzz; the last lines of the output say where to put it."})
    static final class Fuzz extends ScriptCommand {
        @Parameters(arity = "0..1", paramLabel = "SECONDS", defaultValue = "300", description = "Duration. Default: ${DEFAULT-VALUE}.")
        int seconds;
    }

    @Command(name = "verify-spark", description = "Reads a table with Spark and compares every row with Millrace's own reading.", footer = {
            "", "Downloads Spark once (300 MB) and needs a JDK from 17 to 23 for it. Exit code 0: both readings are",
            "the same.", "", "Example:", "  ./millrace lab verify-spark earthquake"})
    static final class VerifySpark extends ScriptCommand {
        @Mixin
        TableChoice choice = new TableChoice();

        @Option(names = "--json", description = "Prints the result as one line of JSON.")
        boolean json;
    }

    @Command(name = "verify-faults", description = "Writes tables under every storage fault and log damage, reads them with Spark and compares.", footer = {
            "", "Takes some minutes. Downloads Spark once (300 MB) and needs a JDK from 17 to 23 for it."})
    static final class VerifyFaults extends ScriptCommand {}

    @Command(name = "verify-readers", description = "Reads 85 unusual partition values through 260 filters with Polars, delta-rs, DuckDB and Spark, and compares.", footer = {
            "", "Takes some minutes. Downloads the Python readers (200 MB) and Spark (300 MB) once; needs Python 3.10",
            "or newer and a JDK from 17 to 23."})
    static final class VerifyReaders extends ScriptCommand {}

    @Command(name = "verify-view", description = "Creates the view of a stream that gained a field of every type, in Spark, and compares every row.", footer = {
            "", "Downloads Spark once (300 MB) and needs a JDK from 17 to 23 for it."})
    static final class VerifyView extends ScriptCommand {}
}
