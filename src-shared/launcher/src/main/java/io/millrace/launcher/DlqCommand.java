package io.millrace.launcher;

import java.util.concurrent.Callable;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DeadLetterJson;
import io.millrace.launcher.local.DeadLetters;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dlq}: one JSON object per line, the newest letters, oldest first. */
@Command(name = "dlq", description = "Prints the newest dead letters of a stream as JSON lines, oldest first.", mixinStandardHelpOptions = true, footer = {
        "", "Each line has the reason, the JSON pointer to the error, the coordinates of the source record and the",
        "time. Nothing is consumed or moved.", "", "Examples:", "  ./millrace dlq earthquake",
        "  ./millrace dlq earthquake --limit 5 --payload"})
final class DlqCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(names = "--limit", description = "Number of letters, 1 or more. Default: ${DEFAULT-VALUE}.", defaultValue = "20")
    private int limit;

    @Option(names = "--payload", description = "Also prints the original bytes: as text when they are UTF-8, else as Base64. They may hold personal data.")
    private boolean payload;

    @Option(names = "--bootstrap-servers", description = "Kafka brokers. Default: the broker of ./millrace up.")
    private @Nullable String bootstrapServers;

    @Override
    public Integer call() {
        if (!StreamName.isLegal(stream)) {
            throw new LauncherException("'" + stream + "' is not a stream name. Name the stream, not its topic.");
        }
        if (limit < 1) {
            throw new LauncherException("--limit must be 1 or more, not " + limit + ".");
        }
        DeadLetters.newest(bootstrapServers == null ? started() : bootstrapServers, new StreamName(stream), limit)
                .forEach(letter -> System.out.println(DeadLetterJson.of(letter, payload)));
        return 0;
    }

    private static String started() {
        return "127.0.0.1:"
                + UpState.running(Checkout.find()).map(UpState::ports).orElse(SystemPorts.STANDARD).kafka();
    }
}
