package io.millrace.bench.chaos.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.millrace.bench.chaos.fault.ProcessRole;
import io.millrace.bench.run.Options;
import io.millrace.devstack.JavaCommand;

/** A guard of the services that can be switched off, so that the check must find something. */
public enum Guard {
    /** Gateways answer before any broker has the events. */
    ACKS(Optional.empty()),
    /** A merge does not know how far the table is. */
    WATERMARK(Optional.of(MethodRule.NO_WATERMARK)),
    /** A merge that lost the race for a version is put on top of the commit that won. */
    CONFLICT_CHECK(Optional.of(MethodRule.NO_CONFLICT_CHECK)),
    /** No key is looked up in the table. */
    KEY_CHECK(Optional.of(MethodRule.NO_KEY_CHECK)),
    /** The offsets of a micro-batch advance though its dead letters were not stored. */
    DEAD_LETTER_BLOCK(Optional.of(MethodRule.NO_DEAD_LETTER_BLOCK));

    private final Optional<MethodRule> rule;

    Guard(Optional<MethodRule> rule) {
        this.rule = rule;
    }

    /** The guard of this name; none without a name. */
    public static Optional<Guard> named(String name) {
        Optional<Guard> guard = Arrays.stream(values()).filter(one -> one.label().equals(name)).findFirst();
        Options.require(name.isEmpty() || guard.isPresent(), "--without knows " + String.join(", ", labels())
                + ", not '" + name + "'. lab simulate --without knows more guards of the tables.");
        return guard;
    }

    /** The names of all guards. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Guard::label).toList();
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Changes the command line of a service that has the guard.
     *
     * @param folder
     *            for a file that the service reads
     */
    public JavaCommand offIn(JavaCommand command, ProcessRole role, Path folder) {
        if (rule.isEmpty()) {
            return role == ProcessRole.GATEWAY
                    ? command.property("mp.messaging.outgoing.events.acks", 0)
                            .property("mp.messaging.outgoing.events.enable.idempotence", false)
                    : command;
        }
        return role.isWriter() ? RuleAgent.into(command, script(rule.get(), folder)) : command;
    }

    private static Path script(MethodRule rule, Path folder) {
        try {
            return Files.writeString(folder.resolve(rule.name() + ".btm"), rule.text());
        } catch (IOException e) {
            throw new UncheckedIOException("The rule " + rule.name() + " cannot be written to " + folder, e);
        }
    }
}
