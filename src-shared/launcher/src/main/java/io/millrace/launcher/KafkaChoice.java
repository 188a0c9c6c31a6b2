package io.millrace.launcher;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import io.millrace.launcher.local.WrongUseException;
import picocli.CommandLine.Option;

/** The Kafka brokers of a command. */
final class KafkaChoice {
    private static final Pattern ADDRESS = Pattern.compile("(?:[\\p{Alnum}._-]+|\\[[\\p{XDigit}:.%]+]):(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Kafka brokers. Default: the broker of ./millrace up.")
    private Optional<String> bootstrapServers = Optional.empty();

    /**
     * Their addresses.
     *
     * @throws LauncherException
     *             when the option has something else
     */
    String brokers() {
        bootstrapServers.filter(servers -> !Stream.of(servers.split(",", -1)).allMatch(KafkaChoice::isAddress))
                .ifPresent(servers -> {
                    throw new WrongUseException("The addresses of Kafka brokers are like 127.0.0.1:9092, with commas"
                            + " between them, not '" + servers + "'.");
                });
        return bootstrapServers.orElseGet(() -> "127.0.0.1:" + UpState.running(Checkout.find()).map(UpState::ports)
                .orElse(SystemPorts.STANDARD).kafka());
    }

    private static boolean isAddress(String server) {
        Matcher parts = ADDRESS.matcher(server.strip());
        return parts.matches() && Integer.parseInt(parts.group(1)) <= LAST_PORT;
    }
}
