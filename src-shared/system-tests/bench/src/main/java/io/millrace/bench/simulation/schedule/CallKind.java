package io.millrace.bench.simulation.schedule;

import static io.millrace.bench.simulation.schedule.Fault.ANSWER_LOST;
import static io.millrace.bench.simulation.schedule.Fault.CRASH_AFTER;
import static io.millrace.bench.simulation.schedule.Fault.CRASH_BEFORE;
import static io.millrace.bench.simulation.schedule.Fault.ERROR;
import static io.millrace.bench.simulation.schedule.Fault.LATE;
import static io.millrace.bench.simulation.schedule.Fault.TAKEN_BY_ITSELF;
import static io.millrace.bench.simulation.schedule.Fault.TORN_LIST;

import java.util.List;

/** The kinds of calls at which a thread may be interrupted, each with the faults that its contract allows. */
public enum CallKind {
    /** Reads a file or asks about it. */
    READ(ERROR, CRASH_BEFORE),
    /** Lists or walks a folder. */
    LIST(ERROR, CRASH_BEFORE, TORN_LIST),
    /** Stores a file unless its name is taken. */
    PUT(ERROR, ANSWER_LOST, LATE, TAKEN_BY_ITSELF, CRASH_BEFORE, CRASH_AFTER),
    /** Completes a file, or replaces, copies or deletes one. */
    CHANGE(ERROR, ANSWER_LOST, CRASH_BEFORE, CRASH_AFTER),
    /** Sends a record to a topic. */
    SEND(ERROR, ANSWER_LOST, CRASH_BEFORE, CRASH_AFTER),
    /** Waits for another attempt. */
    PAUSE(CRASH_BEFORE);

    private final List<Fault> faults;

    CallKind(Fault... faults) {
        this.faults = List.of(faults);
    }

    /** Whether such a call changes something. */
    boolean changes() {
        return this == PUT || this == CHANGE || this == SEND;
    }

    /** The faults of such a call. */
    public List<Fault> faults() {
        return faults;
    }
}
