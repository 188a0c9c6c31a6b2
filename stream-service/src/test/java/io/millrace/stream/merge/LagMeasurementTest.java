package io.millrace.stream.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.TopicUnavailableException;
import io.millrace.landing.metrics.LandingMetrics;
import io.millrace.stream.consume.LagMeasurement;
import io.millrace.stream.metrics.LagSample;
import io.millrace.stream.metrics.StreamMetrics;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LagMeasurementTest {
    private static final StreamName VISITS = new StreamName("visits");

    @TempDir
    private Path folder;

    @Test
    void aLagThatCannotBeMeasuredIsAFailureAndUnknown() throws Exception {
        // given a broker that does not answer, and the lag of a time when it did
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort(),
                        "default.api.timeout.ms", 300, "request.timeout.ms", 300));
                MergeFixture fixture = new MergeFixture(folder)) {
            StreamMetrics metrics = new StreamMetrics(fixture.meters, new LandingMetrics(fixture.meters),
                    Clock.systemUTC());
            StreamMerge merge = fixture.start();
            LagMeasurement measurement = new LagMeasurement(admin, isolation -> {
                throw new AssertionError("no offsets, so no record is to be read");
            }, Clock.systemUTC(), () -> Set.of(VISITS), stream -> Optional.of(merge), metrics, stream -> {
                // No topic was replaced.
            });
            metrics.lag(VISITS, new LagSample(7, 0, 1, 1, 1, 7, 100, 99));
            // when
            String failure = String
                    .valueOf(assertThrows(TopicUnavailableException.class, measurement::measure).getMessage());
            // then
            assertTrue(failure.startsWith("Kafka did not give the offsets of topic visits ("), failure);
            assertEquals(Double.NaN, fixture.meters.get("millrace.lag.offsets").gauge().value());
            assertEquals(Double.NaN, fixture.meters.get("millrace.lag.seconds").gauge().value());
            assertEquals(Double.NaN, fixture.meters.get("millrace.retention.left.seconds").gauge().value());
        }
    }
}
