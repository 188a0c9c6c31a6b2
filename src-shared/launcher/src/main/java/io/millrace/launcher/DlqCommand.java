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
@Command(name = "dlq", description = "Prints dead letters of a stream, as JSON lines: the newest, oldest first.", mixinStandardHelpOptions = true)
final class DlqCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String stream = "";

    @Option(names = "--limit", description = "The most letters, from 1. Default: ${DEFAULT-VALUE}.", defaultValue = "20")
    private int limit;

    @Option(names = "--payload", description = "Prints the original bytes too: as text when they are UTF-8, else as Base64.")
    private boolean payload;

    @Option(names = "--bootstrap-servers", description = "The Kafka brokers. Default: the one that ./millrace up started.")
    private @Nullable String bootstrapServers;

    @Override
    public Integer call() {
        if (!StreamName.isLegal(stream)) {
            throw new LauncherException("'" + stream + "' is no stream name. Name the stream, not its topic.");
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
