package io.millrace.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.EventFile;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.SystemPorts;
import io.millrace.launcher.local.UpState;
import io.millrace.launcher.local.WrongUseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code send}: stops at the first request that is not stored; what was stored before may be sent again. */
@Command(name = "send", description = "Sends the events of a file to a stream.", mixinStandardHelpOptions = true, footer = {
        "", "Stops at the first request that is not stored and prints the answer. Sending a file again is safe: each",
        "event is in the table once.", "", "Example:", "  ./millrace send events.ndjson --stream orders"})
final class SendCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "File with a JSON event, a JSON array of events, or one event per line.")
    private Path file = Path.of("");

    @Option(names = "--stream", required = true, description = "Stream that receives the events.")
    private String stream = "";

    @Option(names = "--url", description = "Address of the gateway. Default: the gateway of ./millrace up.")
    private @Nullable URI url;

    @Override
    public Integer call() {
        if (!StreamName.isLegal(stream)) {
            throw new WrongUseException("'" + stream + "' is not a stream name.");
        }
        List<EventFile.Request> requests = EventFile.requests(TextFile.read(file, "JSON events"));
        if (requests.isEmpty()) {
            throw new LauncherException("The file " + file + " has no event.");
        }
        long stored = 0;
        try (GatewayClient gateway = new GatewayClient(url == null ? started() : url)) {
            for (EventFile.Request request : requests) {
                GatewayClient.Answer answer = gateway.send(stream, request.contentType(), request.body());
                if (!answer.stored()) {
                    throw new LauncherException(stored + " events are stored. The request with the events from line "
                            + request.firstLine() + " of " + file + " was answered with " + answer.status() + ": "
                            + answer.body());
                }
                if (!answer.isOfGateway()) {
                    throw new LauncherException(gateway.address() + " answered with " + answer.status()
                            + ", but not as a gateway does: the request with the events from line "
                            + request.firstLine() + " of " + file
                            + " is not known to be stored. Name the address of the gateway with --url.");
                }
                stored += request.events();
            }
        }
        System.out.println((stored == 1 ? "1 event is" : stored + " events are") + " stored in stream " + stream);
        return 0;
    }

    private static URI started() {
        return URI.create(UpState.running(Checkout.find()).map(UpState::ports).orElse(SystemPorts.STANDARD)
                .gatewayUrl());
    }
}
