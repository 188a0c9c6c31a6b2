package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A kind of fault that needs to know more of a system than its processes. */
sealed interface SiteFault extends FaultKind
        permits BatchTwice, LeaderLoss, ControllerLoss, LinkFault, OffsetsReset, RebalanceStorm, TopicReplaced,
        PartitionsAdded, RetentionPassed,
        StorageFault, Surge {
    /** All kinds. */
    static Stream<FaultKind> all() {
        return Stream.of(Stream.of(new LeaderLoss(), new ControllerLoss(), new RebalanceStorm(), new OffsetsReset(),
                new BatchTwice(),
                new TopicReplaced(), new PartitionsAdded(), new RetentionPassed()), LinkFault.all().stream(),
                StorageFault.all().stream())
                .flatMap(kinds -> kinds);
    }

    /** None: processes alone do not suffice. */
    @Override
    default List<Strike> strikes(List<Victim> victims, Set<ProcessRole> targets) {
        return List.of();
    }

    @Override
    List<Strike> strikes(Site site, Set<ProcessRole> targets);
}
