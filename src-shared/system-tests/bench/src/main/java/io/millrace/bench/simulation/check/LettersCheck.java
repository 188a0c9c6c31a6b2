package io.millrace.bench.simulation.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.millrace.bench.simulation.world.SimulatedTopic;
import io.millrace.bench.simulation.world.World;
import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.RedriveHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Checks that each record that is no event has one letter. It stays refused however often it is redriven. */
final class LettersCheck {
    private LettersCheck() {}

    static List<Violation> of(World world, History history) {
        List<Violation> violations = new ArrayList<>();
        Map<String, Integer> expected = attempts(world.topic());
        Set<String> found = new HashSet<>();
        for (Map<String, @Nullable Object> row : new TableRows(world, World.LETTERS).of(history.newest(),
                history.base())) {
            String id = String.valueOf(row.get("letter_id"));
            Integer attempts = expected.get(id);
            if (!found.add(id)) {
                violations.add(new Violation(Invariant.LETTERS, "letter " + id + " is there twice"));
            } else if (attempts == null) {
                violations.add(new Violation(Invariant.LETTERS, "letter " + id + " is of no refused record"));
            } else if (!"open".equals(row.get("state")) || !attempts.equals(row.get("attempts"))) {
                violations.add(new Violation(Invariant.LETTERS, "letter " + id + " is " + row.get("state") + " after "
                        + row.get("attempts") + " attempts, and was refused again after " + attempts));
            }
        }
        expected.keySet().stream().filter(id -> !found.contains(id))
                .forEach(id -> violations.add(new Violation(Invariant.LETTERS, "record " + id + " has no letter")));
        return violations;
    }

    /** Checks that each record that is no event has a record in the dead-letter topic. */
    static List<Violation> sent(World world) {
        Set<String> sent = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> letter : world.letters().records(0)) {
            sent.add(DeadLetter.coordinates(letter.headers()));
        }
        List<Violation> violations = new ArrayList<>();
        SimulatedTopic topic = world.topic();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            for (int offset = 0; offset < topic.end(partition); offset++) {
                String position = topic.name() + "/" + partition + "/" + offset;
                if (topic.visits(partition).get(offset) == null && !sent.contains(position)) {
                    violations.add(new Violation(Invariant.LETTERS, "record " + position + " has no letter"));
                }
            }
        }
        return violations;
    }

    /** How often each refused record was redriven, by the id of its letter. */
    private static Map<String, Integer> attempts(SimulatedTopic topic) {
        Map<String, Integer> attempts = new TreeMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            for (int offset = 0; offset < topic.end(partition); offset++) {
                if (topic.visits(partition).get(offset) == null) {
                    ConsumerRecord<byte[], byte[]> record = topic.records(partition).get(offset);
                    Optional<RedriveHeaders> redriven = RedriveHeaders.of(record);
                    String id = redriven.map(RedriveHeaders::letterId)
                            .orElse(topic.id() + "/" + partition + "/" + offset);
                    attempts.merge(id, redriven.map(RedriveHeaders::attempts).orElse(0), Math::max);
                }
            }
        }
        return attempts;
    }
}
