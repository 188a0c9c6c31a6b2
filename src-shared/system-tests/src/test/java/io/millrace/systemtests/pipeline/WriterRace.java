package io.millrace.systemtests.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

/** Two processes that have planned the merge of the same new keys before either commits; the stream writer wins. */
final class WriterRace {
    private final RunningSystem system;
    private final TestStream stream;

    WriterRace(RunningSystem system, TestStream stream) {
        this.system = system;
        this.stream = stream;
    }

    /**
     * Runs it to the end of the batch writer, which is returned.
     *
     * @param contested
     *            what both plan to merge
     * @param again
     *            what is sent while the stream writer is suspended, so that only the batch writer plans it
     * @param off
     *            the guards that the batch writer does without
     */
    WriterProcess run(List<TestEvent> contested, List<TestEvent> again, InjectedFault... off) throws IOException {
        WriterProcess winner = system.stream();
        winner.faults().arm(InjectedFault.HOLD_BEFORE_COMMIT, stream.name());
        stream.send(contested);
        try (FaultInjection.Held planned = winner.awaitHit(InjectedFault.HOLD_BEFORE_COMMIT)) {
            int ofTheWinner = stream.table().orphans().size();
            if (!again.isEmpty()) {
                stream.send(again);
            }
            FaultInjection loser = system.batchFaults();
            loser.arm(InjectedFault.HOLD_BEFORE_COMMIT, stream.name());
            List.of(off).forEach(loser::arm);
            WriterProcess batch = system.startBatchOnce(loser);
            try (FaultInjection.Held alsoPlanned = batch.awaitHit(InjectedFault.HOLD_BEFORE_COMMIT)) {
                assertTrue(ofTheWinner > 0 && stream.table().orphans().size() > ofTheWinner,
                        "both have written data files for the same version");
                winner.faults().arm(InjectedFault.HOLD_BEFORE_OFFSETS, stream.name());
                planned.close();
                try (FaultInjection.Held committed = winner.awaitHit(InjectedFault.HOLD_BEFORE_OFFSETS)) {
                    alsoPlanned.close();
                    batch.service().process().onExit().join();
                }
            }
            return batch;
        }
    }
}
