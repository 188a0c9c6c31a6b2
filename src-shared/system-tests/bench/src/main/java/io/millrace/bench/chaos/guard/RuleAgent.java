package io.millrace.bench.chaos.guard;

import java.net.URI;
import java.nio.file.Path;

import io.millrace.devstack.JavaCommand;
import org.jboss.byteman.agent.Main;

/** The agent that changes methods in a service by rules. */
public final class RuleAgent {
    private RuleAgent() {}

    /**
     * Brings rules into a service.
     *
     * @param script
     *            the file of the rules
     */
    public static JavaCommand into(JavaCommand command, Path script) {
        String jar = Path.of(URI.create(Main.class.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
        return command.option("-javaagent:" + jar + "=boot:" + jar + ",script:" + script);
    }
}
