package io.millrace.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.bench.orders.BareClient;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The floor of an event that comes alone: an HTTP server on the gateway's network library that looks at nothing, hands the
 * body to one Kafka client, configured as the gateway's is, and answers when it is acknowledged.
 */
@Command(name = "serve-bare-endpoint", hidden = true)
public final class BareEndpoint implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(BareEndpoint.class.getName());
    private static final int OK = 200;
    private static final int ERROR = 500;
    /** As many as the gateway sends with each event, each of 16 bytes. */
    private static final List<Header> HEADERS = List.of(header("correlation_id"), header("event_id"),
            header("stream"), header("ingested_at"), header("principal"), header("source"));

    @Option(names = "--bootstrap-servers", required = true)
    private String bootstrapServers = "";
    @Option(names = "--port", required = true)
    private int port;
    @Option(names = "--topic", required = true, description = "It is made.")
    private String topic = "";

    private final AtomicLong numbers = new AtomicLong();

    private static Header header(String name) {
        return new RecordHeader(name, "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Integer call() throws Exception {
        try (var producer = BareClient.producer(bootstrapServers, topic)) {
            Vertx vertx = Vertx.vertx();
            vertx.deployVerticle(() -> new Server(producer),
                    new DeploymentOptions().setInstances(2 * Runtime.getRuntime().availableProcessors()))
                    .toCompletionStage().toCompletableFuture().get();
            new CountDownLatch(1).await(); // until the process is ended
        }
        return 0;
    }

    /** One of several that share the port. */
    private final class Server extends AbstractVerticle {
        private final KafkaProducer<String, byte[]> producer;

        Server(KafkaProducer<String, byte[]> producer) {
            this.producer = producer;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer().requestHandler(request -> request.body()
                    .onSuccess(body -> send(request, body))).listen(port, "127.0.0.1").<Void>mapEmpty()
                    .onComplete(started);
        }

        private void send(HttpServerRequest request, Buffer body) {
            Context eventLoop = context;
            var record = new ProducerRecord<>(topic, null, "key-" + numbers.incrementAndGet(), body.getBytes(),
                    HEADERS);
            var unused = producer.send(record, (metadata, fault) -> eventLoop.runOnContext(now -> answer(request,
                    fault == null ? "{\"offset\":" + metadata.offset() + "}" : null)));
        }

        private void answer(HttpServerRequest request, @Nullable String body) {
            request.response().setStatusCode(body == null ? ERROR : OK).putHeader("Content-Type", "application/json")
                    .end(String.valueOf(body))
                    .onFailure(gone -> LOG.log(Level.WARNING, "an answer could not be written", gone));
        }
    }
}
