package io.millrace.systemtests.debezium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import io.millrace.devstack.ChildProcess;
import io.millrace.devstack.ChildSpec;
import io.millrace.devstack.JavaCommand;
import io.millrace.launcher.local.LauncherException;

/**
 * A Debezium Server as its users have it: the unpacked distribution, and a folder with {@code config/application.properties}.
 *
 * @param distribution
 *            the folder of {@code run.sh}
 * @param folder
 *            where it keeps its configuration and offsets
 * @param httpPort
 *            the port of its health
 * @param log
 *            receives its output
 */
record DebeziumServer(Path distribution, Path folder, int httpPort, Path log) {
    // Rare, so that a killed server has delivered much that it does not know of. Users want it often.
    private static final Duration FLUSH = Duration.ofSeconds(15);
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER).build();

    /** Writes its configuration. */
    void configure(int postgresPort, URI sink, String secret) {
        try {
            Files.createDirectories(folder.resolve("config"));
            Files.writeString(folder.resolve("config/application.properties"), """
                    debezium.source.connector.class=io.debezium.connector.postgresql.PostgresConnector
                    debezium.source.database.hostname=127.0.0.1
                    debezium.source.database.port=%d
                    debezium.source.database.user=%s
                    debezium.source.database.password=none
                    debezium.source.database.dbname=postgres
                    debezium.source.table.include.list=public.orders
                    debezium.source.topic.prefix=shop
                    debezium.source.plugin.name=pgoutput
                    debezium.source.decimal.handling.mode=string
                    debezium.source.time.precision.mode=microseconds
                    debezium.source.tombstones.on.delete=false
                    debezium.source.offset.storage.file.filename=%s
                    debezium.source.offset.flush.interval.ms=%d
                    debezium.format.value=json
                    debezium.format.value.schemas.enable=false
                    debezium.sink.type=http
                    debezium.sink.http.url=%s
                    debezium.sink.http.batch.enabled=true
                    debezium.sink.http.batch.max-size=200
                    debezium.sink.http.retries=600
                    debezium.sink.http.retry.interval.ms=500
                    debezium.sink.http.timeout.ms=10000
                    debezium.sink.http.authentication.type=standard-webhooks
                    debezium.sink.http.authentication.webhook.secret=%s
                    quarkus.http.port=%d
                    quarkus.http.host=127.0.0.1
                    quarkus.log.console.json.enabled=false
                    """.formatted(postgresPort, OrdersDatabase.USER, offsets(), FLUSH.toMillis(), sink, secret,
                    httpPort));
        } catch (IOException e) {
            throw new UncheckedIOException("The configuration of Debezium could not be written to " + folder, e);
        }
    }

    /** When it last wrote down how far it has come; empty when it never did. */
    Optional<FileTime> offsetsWritten() {
        try {
            return Files.exists(offsets()) ? Optional.of(Files.getLastModifiedTime(offsets())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The offsets of Debezium in " + offsets() + " cannot be looked at", e);
        }
    }

    /** Starts it. */
    ChildProcess start() {
        JavaCommand command = JavaCommand
                .of("io.debezium.server.Main", runner().toString(), "config", distribution.resolve("lib") + "/*")
                .heap("512m").option("-XX:+UseSerialGC");
        return ChildProcess.start(
                ChildSpec.of("debezium", command, log).in(folder).hiding("DEBEZIUM_", "QUARKUS_", "K_SINK", "MP_"));
    }

    /** Waits until it says that it is ready. */
    void awaitReady(ChildProcess process) {
        process.awaitReady(this::isReady, START);
    }

    private Path offsets() {
        return folder.resolve("offsets.dat");
    }

    private boolean isReady() {
        HttpRequest request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/q/health/ready")).timeout(ANSWER).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException notUp) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path runner() {
        try (Stream<Path> files = Files.list(distribution)) {
            return files.filter(f -> f.toString().endsWith("-runner.jar")).findFirst()
                    .orElseThrow(() -> new LauncherException("There is no Debezium Server in " + distribution
                            + ". Delete the folder and run ./millrace lab verify-debezium again."));
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + distribution + " cannot be read", e);
        }
    }
}
