package io.millrace.launcher;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code test}. */
@Command(name = "test", description = "Runs all tests and quality gates, and names the ten slowest test classes.", footer = {
        "", "Examples:",
        "  ./millrace test                       what every change must pass",
        "  ./millrace test --unit                quick feedback: no service, broker or process is started",
        "  ./millrace test -Drandom-percent=100",
        "                                        all random cases; without it, a tenth of them",
        "", "The time of each class is in .millrace/test-times.txt, the reports are in target/surefire-reports of",
        "each module."})
final class TestCommand extends ScriptCommand {
    @Option(names = "--unit", description = "Only tests that start no service, broker, registry or process; without quality gates.")
    boolean unit;

    @Parameters(arity = "0..*", paramLabel = "MAVEN-OPTION", description = "Options for Maven, such as -pl MODULE -am.")
    List<String> mavenOptions = List.of();

    @Option(names = {"-D"}, paramLabel = "KEY=VALUE", description = "A property for Maven.")
    List<String> properties = List.of();
}
