package io.millrace.bench.alerts;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Kafka deletes records before a writer has read them: both writers stand still meanwhile. */
record DeletedRecords() implements Fault {
    private static final int EVENTS = 20;

    @Override
    public Map<String, String> make(Place place) throws IOException, InterruptedException {
        long stream = place.system().pid(HangingProcess.STREAM);
        long batch = place.system().pid(HangingProcess.BATCH);
        LabSystem.signal("STOP", stream);
        LabSystem.signal("STOP", batch);
        try {
            // Kafka answers the fetch that each writer had open with these.
            place.system().send(place.stream(), ProbeEvents.now(EVENTS));
            TimeUnit.SECONDS.sleep(1);
            place.system().send(place.stream(), ProbeEvents.now(EVENTS));
            delete(place);
        } finally {
            LabSystem.signal("CONT", stream);
            LabSystem.signal("CONT", batch);
        }
        place.system().send(place.stream(), ProbeEvents.now(EVENTS));
        return Map.of();
    }

    private static void delete(Place place) throws InterruptedException {
        try (Admin admin = place.system().admin()) {
            int partitions = Objects.requireNonNull(admin.describeTopics(List.of(place.stream())).allTopicNames().get()
                    .get(place.stream()), place.stream()).partitions().size();
            Map<TopicPartition, RecordsToDelete> all = IntStream.range(0, partitions).boxed()
                    .collect(Collectors.toMap(partition -> new TopicPartition(place.stream(), partition),
                            partition -> RecordsToDelete.beforeOffset(-1)));
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Records of " + place.stream() + " cannot be deleted", e);
        }
    }
}
