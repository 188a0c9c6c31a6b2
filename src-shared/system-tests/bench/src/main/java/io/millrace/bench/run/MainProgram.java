package io.millrace.bench.run;

/** The program of this module, for commands that run another command of it in a process of its own. */
public final class MainProgram {
    /** The name of its main class. */
    public static final String MAIN_CLASS = "io.millrace.bench.Bench";

    private MainProgram() {}
}
