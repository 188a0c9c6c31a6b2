package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The storage refuses to make the folder of a partition, because a file has its name.
 *
 * @param retentionMillis
 *            the retention that the topic gets, or 0 to leave it as it is
 */
record BlockedPartition(long retentionMillis) implements Fault {
    private static final Instant EARLIER = Instant.parse("2026-01-02T03:04:05Z");
    private static final String FOLDER = "event_date=2026-01-02";

    BlockedPartition() {
        this(0);
    }

    @Override
    public Map<String, String> make(Place place) throws IOException, InterruptedException {
        if (retentionMillis > 0) {
            retain(place);
        }
        Path file = Files.createFile(blocker(place));
        place.system().send(place.stream(), ProbeEvents.at(20, EARLIER));
        return Map.of("FILE", named(file).toString());
    }

    private void retain(Place place) throws InterruptedException {
        try (Admin admin = place.system().admin()) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, place.stream()),
                    List.of(new AlterConfigOp(
                            new ConfigEntry("retention.ms", Long.toString(retentionMillis)),
                            AlterConfigOp.OpType.SET))))
                    .all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The retention of " + place.stream() + " cannot be set", e);
        }
    }

    /** The path that the error names: a file of rows below the folder that cannot be made. */
    static Path named(Path blocker) {
        return blocker.resolve(".part-1.tmp");
    }

    private static Path blocker(Place place) {
        return place.system().tables().resolve(place.stream()).resolve(FOLDER);
    }

    @Override
    public void undo(Place place) throws IOException {
        if (Files.isRegularFile(blocker(place))) {
            Files.delete(blocker(place));
        }
    }
}
