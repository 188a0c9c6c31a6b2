package io.millrace.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The description that a {@link ChildProcess} is started from.
 *
 * @param name how messages call it
 * @param command the words of its command line, normally {@link JavaCommand#words()}: only such a command ends with its parent
 * @param directory its working directory; created when missing
 * @param environment variables to set on top of the inherited ones
 * @param hidden prefixes of inherited variables that the child must not see
 * @param log the file that its output is appended to; its directory is created when missing
 * @param lines receives every line of its output, on a daemon thread
 */
public record ChildSpec(String name, List<String> command, Path directory, Map<String, String> environment,
        List<String> hidden,
        Path log, Consumer<String> lines) {

    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        hidden = List.copyOf(hidden);
    }

    /** A child that works in the directory of its log file and inherits the environment. */
    public static ChildSpec of(String name, JavaCommand command, Path log) {
        var directory = log.toAbsolutePath().resolveSibling(".").normalize();
        return new ChildSpec(name, command.words(), directory, Map.of(), List.of(), log, line -> {});
    }

    public ChildSpec in(Path workingDirectory) {
        return new ChildSpec(name, command, workingDirectory, environment, hidden, log, lines);
    }

    public ChildSpec with(Map<String, String> variables) {
        return new ChildSpec(name, command, directory, variables, hidden, log, lines);
    }

    public ChildSpec hiding(String... prefixes) {
        return new ChildSpec(name, command, directory, environment, List.of(prefixes), log, lines);
    }

    /** With one more receiver of the output's lines. */
    public ChildSpec tellingTo(Consumer<String> receiver) {
        return new ChildSpec(name, command, directory, environment, hidden, log, lines.andThen(receiver));
    }
}
