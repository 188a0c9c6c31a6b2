package io.millrace.bench.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.devstack.DevStackException;

/**
 * How many files and connections a process may have open: its soft limit. What it has open already stays open.
 *
 * @param pid
 *            of the process
 */
record OpenFileLimit(long pid) {
    private static final String COMMAND = "prlimit";

    /** What this machine lacks to change it; empty when it lacks nothing. */
    static Optional<String> lacks() {
        try {
            var unused = run(List.of("--version"));
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of("the command " + COMMAND + "; on Debian it is in the package util-linux");
        }
    }

    int get() {
        return Integer.parseInt(of("--nofile", "--noheadings", "--raw", "--output", "SOFT"));
    }

    void set(int files) {
        var unused = of("--nofile=" + files + ":");
    }

    private String of(String... options) {
        List<String> words = new ArrayList<>(List.of("--pid", Long.toString(pid)));
        words.addAll(List.of(options));
        return run(words);
    }

    private static String run(List<String> options) {
        List<String> command = new ArrayList<>(List.of(COMMAND));
        command.addAll(options);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new DevStackException(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("Interrupted while the limit of open files was changed");
        }
    }
}
