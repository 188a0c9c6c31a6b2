package io.millrace.bench.simulation.world;

/** What one process does. Started again after a crash, it goes on with the rounds that are left, from what is stored. */
public interface Program {
    /** The name of the process. */
    String name();

    /** The location of the table that it completes. */
    String table();

    /** Does all rounds that are left. */
    void run();
}
