package io.millrace.table;

import static io.millrace.table.Fixture.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.table.s3.SharedS3Server;

/** A writer in a process of its own: for every line it is given, it merges the next keys and answers in how many attempts. */
final class RacingProcess implements AutoCloseable {
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    RacingProcess(int partition, int keys, TableLocation location) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                        System.getProperty("java.class.path")));
        command.addAll(SharedS3Server.options());
        command.addAll(List.of(RacingProcess.class.getName(), "" + partition, "" + keys));
        switch (location) {
            case TableLocation.Folder folder -> command.add(folder.path().toString());
            case TableLocation.S3Bucket bucket -> command.addAll(List.of(
                    "s3://" + bucket.bucket() + "/" + bucket.prefix(),
                    bucket.options().endpoint().orElseThrow().toString()));
        }
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        orders = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    void go() throws IOException {
        orders.write("go\n");
        orders.flush();
    }

    int attempts() throws IOException {
        return Integer.parseInt(Optional.ofNullable(answers.readLine()).orElse("-1"));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] args) throws IOException {
        int partition = Integer.parseInt(args[0]);
        int keys = Integer.parseInt(args[1]);
        S3Options options = new S3Options(args.length > 3 ? Optional.of(URI.create(args[3])) : Optional.empty(),
                Optional.empty(), true);
        try (EventTable table = Fixture.open(TableLocation.parse(args[2], options), "writer-" + partition);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (int round = 0; orders.readLine() != null; round++) {
                var outcome = (MergeOutcome.Merged) table.merge(
                        batch(partition, (long) round * keys, Fixture.visits(round * keys, (round + 1) * keys)));
                System.out.println(outcome.attempts());
            }
        }
    }
}
