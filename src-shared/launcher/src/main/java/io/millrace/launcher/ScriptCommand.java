package io.millrace.launcher;

import java.util.concurrent.Callable;

import io.millrace.launcher.local.LauncherException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that the script {@code millrace} runs itself. It is declared here for its help, and so that the command lines
 * in documents can be checked.
 */
@Command(mixinStandardHelpOptions = true)
public abstract class ScriptCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() {
        String name = spec == null ? "" : spec.qualifiedName(" ");
        throw new LauncherException("This program does not run '" + name + "'. Use the script ./millrace");
    }
}
