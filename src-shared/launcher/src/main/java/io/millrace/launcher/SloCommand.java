package io.millrace.launcher;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.UpState;
import io.millrace.launcher.local.WebAddress;
import io.millrace.launcher.local.WrongUseException;
import io.millrace.launcher.slo.ServiceMetrics;
import io.millrace.launcher.slo.SloJson;
import io.millrace.launcher.slo.SloReport;
import io.millrace.launcher.slo.SloText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code slo}: exits with 0 when every objective is met, 1 when one is missed, 2 on wrong use, 3 when none is known to be missed
 * and a service does not answer, an address is not that of the metrics of a service, or nothing runs.
 */
@Command(name = "slo", description = "Prints each service level objective with what was measured, and the error budget that is left.", mixinStandardHelpOptions = true, footer = {
        "",
        "Objectives: availability, latency, lag, freshness, completeness, letters. The column 'from' names the origin",
        "of a target: contract (its property millrace), odcs (the Open Data Contract in the registry) or defaults",
        "(src-shared/contracts/src/main/resources/slo/defaults.json).",
        "The numbers are those of the metrics, counted since the services started; completeness is counted by the",
        "books, over the whole life of the table. The budget is that of what was judged.", "",
        "Exit code 0: every objective is met. 1: one is missed. 2: wrong use. 3: none of those that are known is",
        "missed, but a service does not answer, an address is not that of the metrics of a service, or nothing is",
        "running. The objectives of the others are printed.", "",
        "Examples:", "  ./millrace slo", "  ./millrace slo earthquake --json"})
final class SloCommand implements Callable<Integer> {
    private static final int AWAY = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "STREAM", description = "Only this stream. Default: all.")
    private Optional<String> stream = Optional.empty();

    @Option(names = "--metrics", paramLabel = "URL", description = "Address of the metrics of a service, such as http://127.0.0.1:9001/metrics; may be given several times. Default: those of the running system.")
    private List<URI> addresses = new ArrayList<>();

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        stream.filter(name -> !StreamName.isLegal(name)).ifPresent(name -> {
            throw new WrongUseException("'" + name + "' is not a stream name.");
        });
        Map<String, URI> wanted = wanted();
        if (wanted.isEmpty()) {
            say("Nothing is running. Start it with ./millrace up, or name the addresses of the metrics with --metrics.");
            return AWAY;
        }
        List<ServiceMetrics> services = new ArrayList<>();
        List<String> away = new ArrayList<>();
        wanted.forEach((name, address) -> {
            try {
                services.add(ServiceMetrics.read(name, address));
            } catch (LauncherException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                away.add(name);
                say(e.getMessage());
            }
        });
        SloReport all = SloReport.of(services, away);
        SloReport report = stream.map(all::only).orElse(all);
        if (stream.isPresent() && report.indicators().isEmpty() && away.isEmpty()) {
            throw new WrongUseException("No service knows objectives of stream " + stream.get()
                    + ". A service shows them from the first event or record of the stream on.");
        }
        System.out.println(json ? SloJson.of(report) : SloText.of(report).stripTrailing());
        if (report.indicators().stream().anyMatch(one -> !one.isMet())) {
            return 1;
        }
        return away.isEmpty() ? 0 : AWAY;
    }

    private void say(@Nullable String failure) {
        spec.commandLine().getErr().println("millrace: " + failure);
    }

    /** The addresses by name; empty when none is named and nothing runs. */
    private Map<String, URI> wanted() {
        Map<String, URI> wanted = new LinkedHashMap<>();
        for (URI address : addresses) {
            if (!WebAddress.is(address)) {
                throw new WrongUseException(
                        "The address of metrics is like http://127.0.0.1:9001/metrics, not " + address + ".");
            }
            wanted.put(address.toString(), address);
        }
        if (wanted.isEmpty()) {
            UpState.running(Checkout.find()).map(UpState::ports).ifPresent(ports -> {
                wanted.put("ingest-service", metrics(ports.ingestManagement()));
                wanted.put("stream-service", metrics(ports.streamManagement()));
                wanted.put("batch-service", metrics(ports.batchManagement()));
            });
        }
        return wanted;
    }

    private static URI metrics(int port) {
        return URI.create("http://127.0.0.1:" + port + "/metrics");
    }
}
