package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** Kafka deletes records that no writer has merged: SIGTERM of all writers, a deletion some seconds later, and a new start. */
record RetentionPassed() implements SiteFault {
    private static final int LEAST_MILLIS = 3_000;
    private static final int MORE_MILLIS = 5_000;

    @Override
    public String label() {
        return "retention";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        List<Victim> writers = site.victims().stream().filter(victim -> victim.role().isWriter()).toList();
        return !targets.containsAll(Set.of(ProcessRole.STREAM, ProcessRole.BATCH))
                ? List.of()
                : List.of(new Strike(label(), "the topic of events", random -> site.topic().alone(() -> {
                    writers.forEach(Victim::terminate);
                    try {
                        Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
                        site.topic().overtakeReaders(random);
                    } finally {
                        writers.forEach(Victim::start);
                    }
                })));
    }
}
