package io.millrace.bench.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.bench.simulation.schedule.Decision;
import io.millrace.bench.simulation.schedule.Point;
import io.millrace.bench.simulation.table.Guard;
import io.millrace.bench.simulation.world.Setup;

/**
 * A schedule.
 *
 * @param setup
 *            what it begins with
 * @param off
 *            the guards that are off
 * @param decisions
 *            what happens at its points; empty for what follows from the seed
 */
record Selection(Setup setup, Set<Guard> off, Optional<Map<Point, Decision>> decisions) {
    static Selection of(long seed, Set<Guard> off) {
        return new Selection(Setup.of(seed), off, Optional.empty());
    }
}
