package io.millrace.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import io.millrace.launcher.local.WebAddress;
import io.millrace.launcher.local.WrongUseException;
import picocli.CommandLine.Option;

/** The registry of a command. */
final class RegistryChoice {
    /** Longer than in a service, which tries again: a busy machine alone is no reason to give up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(names = "--registry", paramLabel = "URL", description = "v3 API of the registry. Default: that of the running system.")
    private Optional<String> registry = Optional.empty();

    /**
     * A catalog that knows the contracts of a stream.
     *
     * @throws LauncherException
     *             when there is none, or the registry does not answer
     */
    ContractCatalog catalog(StreamName stream) {
        String url = registry.orElseGet(() -> "http://127.0.0.1:" + UpState.running(Checkout.find())
                .map(UpState::ports).orElse(SystemPorts.STANDARD).registry() + "/apis/registry/v3");
        if (!isAddress(url)) {
            throw new WrongUseException(
                    "The address of a registry is like http://127.0.0.1:8081/apis/registry/v3, not " + url + ".");
        }
        try {
            ContractCatalog catalog = new ContractCatalog(new ApicurioContractRegistry(url, PATIENCE));
            if (catalog.refresh(stream).isEmpty()) {
                throw new LauncherException("The registry at " + url + " has no contract of stream " + stream
                        + ". Name another registry with --registry.");
            }
            return catalog;
        } catch (RegistryUnavailableException e) {
            throw new LauncherException("The registry at " + url + " did not answer (" + cause(e)
                    + "; the limit is " + PATIENCE.toSeconds()
                    + " s). Start the system with ./millrace up, or name the registry with --registry.",
                    e);
        }
    }

    /** The contracts of a stream, see {@link #catalog}. */
    StreamContracts contracts(StreamName stream) {
        return catalog(stream).find(stream).orElseThrow();
    }

    private static boolean isAddress(String url) {
        try {
            return WebAddress.is(new URI(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** What the connection reported, without the advice to somebody who configures a service. */
    private static String cause(RegistryUnavailableException failure) {
        Throwable cause = failure.getCause();
        String message = cause == null ? null : cause.getMessage();
        return message == null ? "no connection" : message;
    }
}
