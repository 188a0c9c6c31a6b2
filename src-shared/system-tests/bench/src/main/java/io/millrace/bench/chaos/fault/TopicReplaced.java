package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;

/** The topic of events is deleted, with the records that no writer has merged, and created again, while events are sent. */
record TopicReplaced() implements SiteFault {
    private static final int AWAY_MILLIS = 3_000;

    @Override
    public String label() {
        return "topic-deleted";
    }

    @Override
    public List<Strike> strikes(Site site, Set<ProcessRole> targets) {
        return !targets.contains(ProcessRole.BROKER)
                ? List.of()
                : List.of(new Strike(label(), "the topic of events",
                        random -> site.topic().alone(() -> site.topic().replace(random.nextInt(AWAY_MILLIS)))));
    }
}
