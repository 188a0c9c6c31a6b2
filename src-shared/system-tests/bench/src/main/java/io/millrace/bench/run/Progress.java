package io.millrace.bench.run;

import picocli.CommandLine.Option;

/** Tells people how far a long command is; those who want the result alone are told nothing. */
public final class Progress {
    @Option(names = "--json", description = "Only the line of JSON.")
    private boolean json;

    public void say(String text) {
        if (!json) {
            System.out.println(text);
        }
    }
}
