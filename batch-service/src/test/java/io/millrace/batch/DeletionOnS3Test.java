package io.millrace.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.contracts.registry.ApicurioContractRegistry;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.s3.S3Server;
import io.millrace.landing.testing.VisitStream;
import io.millrace.table.S3Options;
import io.millrace.table.internal.storage.S3Clients;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The running service deletes streams whose tables are in S3. */
@QuarkusTest
@TestProfile(DeletionOnS3Test.TablesInS3.class)
@Tag("process")
@Tag("slow")
class DeletionOnS3Test {
    private static final String FOLDER = "streams";

    public static final class TablesInS3 implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // Ends with the process.
            S3Server server = S3Server.start();
            S3Server.credentials().forEach(System::setProperty);
            return Map.of("millrace.tables.root", "s3://" + S3Server.BUCKET + "/" + FOLDER,
                    "millrace.s3.endpoint", server.endpoint().toString(), "millrace.s3.path-style", "true",
                    "millrace.batch.deletion.delay", "1s", "millrace.batch.deletion.every", "1s");
        }
    }

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Test
    void deletedStreamLeavesNoObjectAndNoTopicAndStartsEmptyAgain() throws Exception {
        // given a stream with rows, and another stream
        VisitStream visits = stream();
        VisitStream other = stream();
        fill(visits, 50);
        fill(other, 20);
        assertNotEquals(List.of(), objects(visits.name()));
        // when
        delete(visits, StreamState.Data.DELETE);
        // then
        await("the deletion is done").atMost(VisitStream.LIMIT)
                .until(() -> registry().state(visits.name()).equals(new StreamState.Deleted(0)));
        assertEquals(List.of(), objects(visits.name()));
        var topics = admin.listTopics().names().get();
        assertTrue(!topics.contains(visits.name().topic()) && !topics.contains(visits.name().deadLetterTopic()));
        assertEquals(20, other.rows());

        // when it is created again
        fill(visits, 30);
        // then
        assertEquals(30, visits.rows());
    }

    @Test
    void keptStreamKeepsItsTable() throws Exception {
        VisitStream visits = stream();
        fill(visits, 50);

        delete(visits, StreamState.Data.KEEP);

        await("the deletion is done").atMost(VisitStream.LIMIT)
                .until(() -> registry().state(visits.name()).equals(new StreamState.Kept(0)));
        assertEquals(50, visits.rows());
        assertTrue(admin.listTopics().names().get().contains(visits.name().topic()));
    }

    private VisitStream stream() {
        return new VisitStream(config, admin, 2);
    }

    private static void fill(VisitStream visits, int events) {
        Contract contract = visits.provision();
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, events);
        }
        visits.awaitRows(events);
    }

    private void delete(VisitStream visits, StreamState.Data data) {
        registry().record(visits.name(), new StreamState.Deleting(data, Instant.now(), 0));
    }

    private ApicurioContractRegistry registry() {
        return new ApicurioContractRegistry(config.registry().url(), VisitStream.LIMIT);
    }

    private List<String> objects(StreamName stream) {
        S3Client s3 = S3Clients.of(new S3Options(config.s3().endpoint(), Optional.empty(), true));
        return s3.listObjectsV2Paginator(
                list -> list.bucket(S3Server.BUCKET).prefix(FOLDER + "/" + stream + "/")).contents().stream()
                .map(S3Object::key).toList();
    }
}
