package io.millrace.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import jakarta.inject.Inject;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.testing.VisitStream;
import io.millrace.stream.config.StreamServiceConfig;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams whose topic is replaced, and whose topic has offsets without a record. */
@QuarkusTest
class TopicIdentityTest {
    @Inject
    Admin admin;

    @Inject
    StreamServiceConfig config;

    @Inject
    MeterRegistry meters;

    private VisitStream visits;
    private StreamName stream;

    @BeforeEach
    void open() {
        visits = new VisitStream(config, admin, 1);
        stream = visits.name();
    }

    @Test
    void topicThatIsDeletedAndCreatedAgainIsMergedFromItsBeginning() throws Exception {
        Contract contract = visits.provision();
        try (var producer = visits.producer()) {
            visits.send(producer, contract, 0, 300);
        }
        await("the first topic is merged", () -> visits.rows() == 300);

        // when it is created again and gets more records than before, sooner than the consumer checks it
        admin.deleteTopics(List.of(stream.topic())).all().get();
        createAgain();
        try (var producer = visits.producer()) {
            visits.send(producer, contract, 300, 900);
        }

        await("all of the second topic is merged", () -> visits.rows() == 1_200);
        await("the replacement is counted",
                () -> meters.find("millrace.topic.replacements").tag("stream", stream.value()).counter() != null);
        await("no record of the second topic is left", () -> gauge("millrace.lag.offsets") == 0);
        assertEquals(0, lost());
    }

    @Test
    void transactionsLeaveNoLagAndNoLoss() throws Exception {
        Contract contract = visits.provision();
        try (var producer = visits
                .producer(Map.of("transactional.id", stream.value(), "transaction.timeout.ms", 300_000))) {
            producer.initTransactions();
            for (int i = 0; i < 5; i++) {
                producer.beginTransaction();
                visits.send(producer, contract, 10 * i, 10);
                producer.commitTransaction();
                producer.beginTransaction();
                visits.send(producer, contract, 1_000 + i, 2);
                producer.abortTransaction();
            }
            await("the committed transactions are merged", () -> visits.rows() == 50);
            await("the aborted records at the end do not count as lag", () -> gauge("millrace.lag.offsets") == 0);

            producer.beginTransaction();
            visits.send(producer, contract, 50, 3);
            await("an open transaction is shown", () -> gauge("millrace.lag.unstable.offsets") == 3);
            assertEquals(0, gauge("millrace.lag.offsets"));
            await("the age of its first record is the lag", () -> gauge("millrace.lag.seconds") > 1);
            producer.commitTransaction();
        }
        await("the last transaction is merged", () -> visits.rows() == 53);
        await("nothing waits any more", () -> gauge("millrace.lag.seconds") == 0);
        assertEquals(0, lost());
    }

    /** Kafka refuses the name until it has removed the deleted topic. */
    private void createAgain() {
        await("the topic is created again", () -> {
            try {
                admin.createTopics(List.of(new NewTopic(stream.topic(), 1, (short) 1))).all().get();
                return true;
            } catch (Exception stillThere) {
                return false;
            }
        });
    }

    private double gauge(String name) {
        var gauge = meters.find(name).tag("stream", stream.value()).gauge();
        return gauge == null ? -1 : gauge.value();
    }

    private double lost() {
        return meters.get("millrace.offsets.lost").tag("stream", stream.value()).counter().count();
    }

    private static void await(String condition, Callable<Boolean> check) {
        Awaitility.await(condition).atMost(VisitStream.LIMIT).pollInterval(Duration.ofMillis(200)).until(check);
    }
}
