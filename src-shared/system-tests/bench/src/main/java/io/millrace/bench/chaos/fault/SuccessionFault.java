package io.millrace.bench.chaos.fault;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Kills the broker that holds an office, and starts it again when another one holds it. */
final class SuccessionFault {
    private static final long SUCCESSION_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MILLIS = 200;

    private SuccessionFault() {}

    /**
     * One strike, or none when brokers are no target.
     *
     * @param holder
     *            draws an office, and gives the name of the broker that holds it at each call
     */
    static List<Strike> strikes(String label, String target, Site site, Set<ProcessRole> targets,
            Function<SplittableRandom, Supplier<String>> holder) {
        return !targets.contains(ProcessRole.BROKER) ? List.of() : List.of(new Strike(label, target, random -> {
            Supplier<String> office = holder.apply(random);
            String name = office.get();
            Victim broker = site.victim(name);
            broker.kill();
            try {
                awaitSuccessor(target, name, office);
            } finally {
                broker.start();
            }
        }));
    }

    private static void awaitSuccessor(String target, String name, Supplier<String> office)
            throws InterruptedException {
        long start = System.nanoTime();
        while (office.get().equals(name)) {
            if (System.nanoTime() - start > SUCCESSION_NANOS) {
                throw new IllegalStateException(name + " was killed and is still " + target);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
