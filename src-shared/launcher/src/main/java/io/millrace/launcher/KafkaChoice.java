package io.millrace.launcher;

import java.util.Optional;

import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import picocli.CommandLine.Option;

/** The Kafka brokers of a command. */
final class KafkaChoice {
    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Kafka brokers. Default: the broker of ./millrace up.")
    private Optional<String> bootstrapServers = Optional.empty();

    /** Their addresses. */
    String brokers() {
        return bootstrapServers.orElseGet(() -> "127.0.0.1:" + UpState.running(Checkout.find()).map(UpState::ports)
                .orElse(SystemPorts.STANDARD).kafka());
    }
}
