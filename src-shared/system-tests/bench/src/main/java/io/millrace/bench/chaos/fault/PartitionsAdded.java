package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/**
 * The topic of events gets further partitions, as an operator adds them for more readers. Records of a key may follow in another
 * partition than those before. Nothing takes the partitions away again.
 */
record PartitionsAdded() implements SiteFault {
    private static final int MOST_AT_ONCE = 3;

    @Override
    public String label() {
        return "partitions-added";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return !targets.contains(ProcessRole.BROKER)
                ? List.of()
                : List.of(new Strike(label(), "the topic of events",
                        random -> site.topic().alone(() -> site.topic().grow(1 + random.nextInt(MOST_AT_ONCE)))));
    }
}
