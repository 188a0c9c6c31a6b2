package io.millrace.bench.simulation.world;

import io.millrace.bench.simulation.storage.MemoryStorage;

/**
 * The state that schedules begin with. Never changes.
 *
 * @param topic
 *            of the events
 * @param letters
 *            the dead-letter topic
 * @param files
 *            the files of the tables
 * @param commits
 *            all commits so far
 * @param millis
 *            the time, since the epoch
 * @param checkpointInterval
 *            number of versions from one checkpoint to the next, of tables that are created in it
 */
record Image(SimulatedTopic topic, SimulatedTopic letters, MemoryStorage files, CommitRecorder commits, long millis,
        int checkpointInterval) {}
