package io.millrace.systemtests.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
@OnRunningSystem
class DiskFullTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final RunningSystem system;
    private final HttpClient http = HttpClient.newHttpClient();

    DiskFullTest(RunningSystem system) {
        this.system = system;
    }

    @Test
    void theStreamWriterKeepsTheBatchSaysWhatToDoAndGoesOn() {
        // given
        TestStream stream = system.newStream("disk-full");
        stream.send(TestEvent.numbered(0, 20));
        stream.awaitMerged();
        WriterProcess writer = system.stream();
        // when
        writer.faults().arm(InjectedFault.DISK_FULL);
        try {
            stream.send(TestEvent.numbered(20, 40));
            // then
            await("stream-service is not ready and says why").atMost(SOON).until(() -> {
                HttpResponse<String> ready = readiness(writer);
                return ready.statusCode() == 503 && ready.body().contains("No space left on device")
                        && ready.body().contains("free space");
            });
            assertTrue(writer.service().process().isAlive());
            assertEquals(20, stream.table().rows());
        } finally {
            writer.faults().disarm(InjectedFault.DISK_FULL);
        }
        // then
        writer.assertHas(InjectedFault.DISK_FULL);
        stream.awaitMerged();
        stream.assertExactly(TestEvent.numbered(0, 40));
        await("stream-service is ready again").atMost(SOON).until(() -> readiness(writer).statusCode() == 200);
    }

    private HttpResponse<String> readiness(WriterProcess writer) {
        try {
            return http.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + writer.service().managementPort() + "/health/ready")).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
