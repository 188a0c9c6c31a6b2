package io.millrace.bench.race;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import picocli.CommandLine.Option;

/** The option that pauses the processes of a race: while a file exists they start no commit. */
final class RacePause {
    private static final int POLL_MILLIS = 50;

    @Option(names = "--hold")
    private Optional<Path> file = Optional.empty();

    /** Returns when there is nothing to wait for. */
    void await() throws InterruptedException {
        while (file.filter(Files::exists).isPresent()) {
            Thread.sleep(POLL_MILLIS);
        }
    }
}
