package io.millrace.bench.chaos.fault;

import java.util.Locale;

/** What a process is in the system. */
public enum ProcessRole {
    GATEWAY, STREAM, BATCH, BROKER, REGISTRY;

    /** Its name in options and reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is a service of Millrace. */
    boolean isService() {
        return this == GATEWAY || isWriter();
    }

    /** Whether it writes tables. */
    public boolean isWriter() {
        return this == STREAM || this == BATCH;
    }
}
