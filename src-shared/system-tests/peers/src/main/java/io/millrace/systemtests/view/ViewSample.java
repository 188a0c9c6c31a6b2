package io.millrace.systemtests.view;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.devstack.DevStack;
import io.millrace.devstack.DevStackConfig;
import io.millrace.devstack.LineReceiver;
import io.millrace.devstack.Ports;
import io.millrace.launcher.local.Checkout;
import io.millrace.launcher.local.DataFolders;
import io.millrace.launcher.local.GatewayClient;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.ProcessGroup;
import io.millrace.launcher.local.RowText;
import io.millrace.launcher.local.Services;
import io.millrace.table.TableReader;
import io.millrace.table.column.Column;
import io.millrace.table.factory.EventTables;
import org.jspecify.annotations.Nullable;

/**
 * Our side of {@code ./millrace lab verify-view}: sends events of a contract and of its wider version through the whole system,
 * asks the gateway for the view, and writes down which rows it must show. Prints the file's name.
 */
public final class ViewSample {
    private static final String STREAM = "viewed";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PORTS = 7;
    private static final int FIRST_ERROR = 300;
    private static final List<String> METADATA = List.of("event_date", "_ingested_at", "_partition", "_offset",
            "_schema_id", "_correlation_id", "_written_by");
    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI gateway;
    private final Path table;

    private ViewSample(URI gateway, Path table) {
        this.gateway = gateway;
        this.table = table;
    }

    public static void main(String[] arguments) throws Exception {
        ROOT.setLevel(Level.SEVERE);
        Checkout checkout = Checkout.find();
        checkout.requireBuilt();
        Checkout.requireUsable(checkout.dataRoot());
        Path data = checkout.dataRoot().resolve("verify-view");
        try (AutoCloseable claim = DataFolders.claim(data)
                .orElseThrow(() -> new LauncherException("Another verify-view runs. Wait until it has ended."));
                ProcessGroup processes = ProcessGroup.tiedToThisJvm()) {
            DataFolders.delete(data);
            System.out.println(start(checkout, data, processes).write(data.resolve("sample.json")));
        } catch (LauncherException e) {
            System.err.println("millrace: " + e.getMessage());
            System.exit(1);
        }
    }

    private static ViewSample start(Checkout checkout, Path data, ProcessGroup processes) {
        List<Integer> ports = Ports.free(PORTS);
        DevStack stack = processes.add(DevStack.start(new DevStackConfig(checkout.stack(), data, false, ports.get(0),
                ports.get(1), ports.get(2), ports.get(3), DevStackConfig.DEFAULT_PARTITIONS, Map.of())));
        Services services = new Services(checkout, stack.bootstrapServers(), stack.registryUrl(), data,
                LineReceiver.NONE)
                .changing(command -> command.property("millrace.contracts.poll-interval", "500ms"));
        var ingest = processes.add(services.ingest(ports.get(4), ports.get(5)));
        var stream = processes.add(services.stream(ports.get(6)));
        ingest.awaitReady();
        stream.awaitReady();
        return new ViewSample(URI.create("http://127.0.0.1:" + ports.get(4)), Services.tables(data).resolve(STREAM));
    }

    private Path write(Path file) throws IOException, InterruptedException {
        evolve(WiderContract.first());
        send(List.of(WiderContract.event("old-1", ""), WiderContract.event("old-2", "")), 2);
        evolve(WiderContract.second());
        send(List.of(WiderContract.widerEvent("new-1"), WiderContract.event("new-2", "")), 4);
        ObjectNode sample = new ObjectMapper().createObjectNode().put("view", STREAM + "_view");
        sample.put("sql", call(HttpRequest.newBuilder(gateway.resolve("/v1/streams/" + STREAM
                + "/view?dialect=spark&table=" + URLEncoder.encode(table.toString(), StandardCharsets.UTF_8)))));
        rows().forEach(sample.putArray("rows")::add);
        return Files.writeString(file, sample.toString());
    }

    private void evolve(String avsc) throws IOException, InterruptedException {
        String unused = call(HttpRequest.newBuilder(gateway.resolve("/v1/streams/" + STREAM))
                .header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(avsc)));
    }

    private void send(List<String> events, long rows) throws InterruptedException {
        try (GatewayClient sender = new GatewayClient(gateway); TableReader reader = EventTables.read(table)) {
            GatewayClient.Answer answer = sender.send(STREAM, GatewayClient.NDJSON, String.join("\n", events));
            if (!answer.stored()) {
                throw new LauncherException("The events were not stored: " + answer.body());
            }
            Instant deadline = Instant.now().plus(PATIENCE);
            while (reader.status().map(s -> s.rows()).orElse(0L) < rows) {
                if (Instant.now().isAfter(deadline)) {
                    throw new LauncherException("The table did not have " + rows + " rows within "
                            + PATIENCE.toSeconds() + " s. Look at the logs beside " + table);
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    /** The rows that the view must show: as Millrace reads them, with the defaults in old ones. */
    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (TableReader reader = EventTables.read(table)) {
            Map<String, Column> byName = reader.columns().stream()
                    .collect(Collectors.toMap(Column::name, Function.identity()));
            List<String> names = new ArrayList<>(List.of("pk", "event_id", "event_time"));
            WiderContract.ADDED.forEach(field -> names.add(field.name()));
            names.addAll(METADATA);
            List<Column> columns = names.stream().map(name -> java.util.Objects.requireNonNull(byName.get(name), name))
                    .toList();
            reader.rows(Long.MAX_VALUE, row -> {
                Map<String, @Nullable Object> shown = new HashMap<>(row);
                if (String.valueOf(row.get("event_id")).startsWith("old")) {
                    WiderContract.ADDED.forEach(field -> shown.put(field.name(), field.shown()));
                }
                rows.add(RowText.of(columns, shown));
            });
        }
        return rows;
    }

    private String call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= FIRST_ERROR) {
            throw new LauncherException("The gateway refused: " + response.body());
        }
        return response.body();
    }
}
