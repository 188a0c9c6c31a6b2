package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/**
 * SIGTERM of all stream writers; the offsets that their consumer group has committed are set to the beginning or to the end of each
 * partition, as an operator does by mistake; and a new start. The progress that counts is in the table.
 */
record OffsetsReset() implements SiteFault {
    @Override
    public String label() {
        return "offsets-reset";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        List<Victim> writers = site.victims().stream().filter(victim -> victim.role() == ProcessRole.STREAM).toList();
        return !targets.contains(ProcessRole.STREAM)
                ? List.of()
                : List.of(new Strike(label() + " " + ProcessRole.STREAM.label(), "the consumer group", random -> {
                    writers.forEach(Victim::terminate);
                    try {
                        site.cluster().resetOffsets(random.nextBoolean());
                    } finally {
                        writers.forEach(Victim::start);
                    }
                }));
    }
}
