package io.millrace.bench.run;

import picocli.CommandLine.Option;

/** Prints the progress of a long command, unless only the result is wanted. */
public final class Progress {
    @Option(names = "--json", description = "Only the line of JSON.")
    private boolean json;

    public void say(String text) {
        if (!json) {
            System.out.println(text);
        }
    }
}
