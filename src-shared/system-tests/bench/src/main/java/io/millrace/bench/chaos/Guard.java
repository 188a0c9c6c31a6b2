package io.millrace.bench.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.millrace.bench.run.Options;
import io.millrace.devstack.JavaCommand;

/** A guard that the configuration of the services can switch off, so that the check must find something. */
enum Guard {
    /** Gateways answer before any broker has the events. */
    ACKS;

    /** The guard of this name; none without a name. */
    static Optional<Guard> named(String name) {
        Optional<Guard> guard = Arrays.stream(values()).filter(one -> one.label().equals(name)).findFirst();
        List<String> known = Arrays.stream(values()).map(Guard::label).toList();
        Options.require(name.isEmpty() || guard.isPresent(), "--without knows " + String.join(", ", known) + ", not '"
                + name + "'. lab simulate --without switches off the guards in the code of the tables.");
        return guard;
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Changes the command line of a gateway. */
    JavaCommand offIn(JavaCommand gateway) {
        return switch (this) {
            case ACKS -> gateway.property("mp.messaging.outgoing.events.acks", 0)
                    .property("mp.messaging.outgoing.events.enable.idempotence", false);
        };
    }
}
