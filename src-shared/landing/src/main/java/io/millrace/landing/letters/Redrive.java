package io.millrace.landing.letters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.millrace.contracts.schema.StreamName;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Sends the records of letters to the stream's topic again, then writes to the table that they were redriven. Killed in
 * between, it leaves letters open whose records were sent: the next redrive sends those again, and the merge of the stream's
 * table, which knows events by their keys, keeps each once. Used by one thread.
 */
public final class Redrive {
    /** Longer than {@code delivery.timeout.ms}, which normally ends the wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_LETTERS = 20_000;
    private static final long MOST_BYTES = 16L << 20;

    private final StreamName stream;
    private final String topicId;
    private final Producer<byte[], byte[]> producer;
    private final RedriveRecords records;
    private final Pace pace;
    private final LetterUpdates updates;
    private final List<Sent> unsettled = new ArrayList<>();
    private long unsettledBytes;
    private long unsettledSince;
    private long redriven;
    private final Map<RedriveObstacle, Long> left = new EnumMap<>(RedriveObstacle.class);
    private volatile Counts settled = new Counts(0, Map.of(), false);

    private record Sent(Letter letter, Future<RecordMetadata> ack) {}

    /**
     * What became of the letters that were chosen.
     *
     * @param redriven
     *            sent, and redriven in the table
     * @param left
     *            left as they are, by the obstacle
     * @param cancelled
     *            whether others were not looked at
     */
    public record Counts(long redriven, Map<RedriveObstacle, Long> left, boolean cancelled) {
        public Counts {
            left = Map.copyOf(left);
        }

        /** The counts in words, such as {@code 7 letters redriven, 3 left (not-json 1, invalid 2)}. */
        public String text() {
            String reasons = left.entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .map(obstacle -> obstacle.getKey().code() + " " + obstacle.getValue())
                    .collect(Collectors.joining(", "));
            long sum = left.values().stream().mapToLong(Long::longValue).sum();
            return redriven + " letters redriven, " + (left.isEmpty() ? "none left" : sum + " left (" + reasons + ")")
                    + (cancelled ? ", cancelled" : "");
        }
    }

    /**
     * @param topicId
     *            Kafka's id of the stream's topic
     * @param producer
     *            idempotent, with acks=all; the caller closes it
     * @param table
     *            the table of letters
     * @param records
     *            decides what is sent
     * @param pace
     *            limits the rate
     */
    public Redrive(StreamName stream, String topicId, Producer<byte[], byte[]> producer, EventTable table,
            RedriveRecords records, Pace pace) {
        this.stream = stream;
        this.topicId = topicId;
        this.producer = producer;
        this.records = records;
        this.pace = pace;
        this.updates = new LetterUpdates(stream, table);
    }

    /**
     * Redrives the letters that a filter has.
     *
     * @param letters
     *            reads the table of letters
     * @param cancelled
     *            whether to stop before the next letter
     * @throws RedriveFailedException
     *             when Kafka does not acknowledge a record
     */
    public Counts run(TableReader letters, LetterFilter filter, BooleanSupplier cancelled) {
        boolean[] stopped = {false};
        letters.rows(Long.MAX_VALUE, row -> {
            if (!stopped[0] && filter.has(row)) {
                stopped[0] = cancelled.getAsBoolean();
                if (!stopped[0]) {
                    redrive(LetterRows.letter(row));
                }
            }
        });
        settle();
        settled = new Counts(redriven, left, stopped[0]);
        return settled;
    }

    /** How many letters are redriven in the table so far, and how many were left. May be asked for by any thread. */
    public Counts progress() {
        return settled;
    }

    private void redrive(Letter letter) {
        switch (records.of(letter)) {
            case RedriveDecision.Send sent -> redrive(letter, sent);
            case RedriveDecision.Leave leave -> left.merge(leave.obstacle(), 1L, Long::sum);
        }
    }

    private void redrive(Letter letter, RedriveDecision.Send decision) {
        pace.await();
        if (unsettled.isEmpty()) {
            unsettledSince = System.nanoTime();
        }
        unsettled.add(new Sent(letter, send(letter, decision)));
        unsettledBytes += decision.record().size();
        if (unsettled.size() >= MOST_LETTERS || unsettledBytes >= MOST_BYTES
                || System.nanoTime() - unsettledSince >= COMMIT_NANOS) {
            settle();
        }
    }

    private Future<RecordMetadata> send(Letter letter, RedriveDecision.Send decision) {
        RefusedRecord record = decision.record();
        Optional<Integer> partition = records.partition(letter, decision, topicId, this::partitions);
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(stream.topic(), partition.orElse(null),
                record.key(), record.value(), record.headers());
        letter.nextRedrive().addTo(again.headers(), again.topic(), again.key(), again.value());
        return producer.send(again);
    }

    private int partitions() {
        return producer.partitionsFor(stream.topic()).size();
    }

    /** Waits for the acknowledgements and writes the letters whose records have one. */
    private void settle() {
        RedriveFailedException failure = null;
        int acknowledged = 0;
        for (Sent sent : unsettled) {
            try {
                RecordMetadata at = acknowledged(sent.ack());
                updates.add(sent.letter().redriven(new RecordPosition(topicId, at.partition(), at.offset())));
                acknowledged++;
            } catch (RedriveFailedException e) {
                failure = failure == null ? e : failure;
            }
        }
        updates.write();
        redriven += acknowledged;
        settled = new Counts(redriven, left, false);
        unsettled.clear();
        unsettledBytes = 0;
        if (failure != null) {
            throw failure;
        }
    }

    private RecordMetadata acknowledged(Future<RecordMetadata> ack) {
        Throwable cause;
        try {
            return ack.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            cause = e.getCause() == null ? e : e.getCause();
        } catch (TimeoutException e) {
            cause = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
        throw new RedriveFailedException(stream, cause);
    }
}
