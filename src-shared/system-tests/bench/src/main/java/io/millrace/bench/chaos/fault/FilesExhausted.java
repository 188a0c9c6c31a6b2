package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A writer may open no further file and no further connection for some seconds, as when it has reached its limit ({@code ulimit -n}). */
record FilesExhausted() implements FaultKind {
    private static final int LEAST_MILLIS = 3_000;
    private static final int MORE_MILLIS = 7_000;

    @Override
    public String label() {
        return "files-exhausted";
    }

    /** A class that could not be loaded may never be, and then the process asks for a restart. */
    @Override
    public boolean isOnRequest() {
        return true;
    }

    @Override
    public Optional<String> lacks() {
        return OpenFileLimit.lacks();
    }

    @Override
    public List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return FaultKind.onEach(label(), victims, victim -> targets.contains(victim.role()) && victim.role().isWriter(),
                (victim, random) -> {
                    victim.mayNeedRestart();
                    OpenFileLimit limit = new OpenFileLimit(victim.process().pid());
                    int before = limit.get();
                    limit.set(1);
                    try {
                        Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
                    } finally {
                        limit.set(before);
                    }
                });
    }
}
