package io.millrace.batch.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.read.OffsetRangeReader;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.FailureKind;
import io.millrace.landing.StreamTables;
import io.millrace.landing.letters.LetterFilter;
import io.millrace.landing.letters.Pace;
import io.millrace.landing.letters.Redrive;
import io.millrace.landing.letters.RedriveRecords;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.factory.EventTables;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs redrives in the background, one per stream and a few at a time. Only this process knows them: after its end the letters
 * that are still open are redriven by the same request.
 */
@Singleton
class RedriveJobs {
    /** The name of this writer in the log of a table. */
    static final String WRITER = "operations";

    private static final Logger LOG = LoggerFactory.getLogger(RedriveJobs.class);
    /** Each holds up to 32 MB of records. */
    private static final int MOST_RUNNING = 4;
    private static final int MOST_REMEMBERED = 100;
    private static final int END_SECONDS = 10;

    private final StreamTables tables;
    private final OffsetRangeReader topics;
    private final Producer<byte[], byte[]> producer;
    private final ExecutorService executor = Executors.newFixedThreadPool(MOST_RUNNING,
            Thread.ofPlatform().daemon().name("redrive-", 0).factory());
    private final Map<String, RedriveJob> jobs = new LinkedHashMap<>();

    RedriveJobs(BatchServiceConfig config, OffsetRangeReader topics, Producer<byte[], byte[]> producer) {
        this.tables = new StreamTables(config, WRITER);
        this.topics = topics;
        this.producer = producer;
    }

    /**
     * Starts a redrive.
     *
     * @param rate
     *            the largest number of records in a second
     * @throws RequestRefusedException
     *             when one of the stream is running
     */
    synchronized RedriveJob start(RedriveJob job, LetterFilter filter, RedriveRecords records, int rate) {
        Optional<RedriveJob> running = jobs.values().stream()
                .filter(other -> other.isRunning() && other.stream().equals(job.stream())).findFirst();
        if (running.isPresent()) {
            throw new RequestRefusedException(OperationsProblem.REDRIVE_RUNNING, "The redrive " + running.get().id()
                    + " of the stream is running. Wait for its end, or cancel it");
        }
        jobs.put(job.id(), job);
        List<String> ended = jobs.values().stream().filter(old -> !old.isRunning()).map(RedriveJob::id).toList();
        ended.stream().limit(Math.max(0, jobs.size() - MOST_REMEMBERED)).forEach(jobs::remove);
        executor.execute(() -> run(job, filter, records, rate));
        return job;
    }

    private void run(RedriveJob job, LetterFilter filter, RedriveRecords records, int rate) {
        StreamName stream = job.stream();
        try (TableReader letters = EventTables.read(tables.letterLocation(stream));
                EventTable table = tables.openLetters(stream)) {
            Redrive redrive = new Redrive(stream, topics.topic(stream.topic()).id(), producer, table, records,
                    new Pace(rate, System::nanoTime));
            job.shows(redrive);
            Redrive.Counts counts = redrive.run(letters, filter, job::isCancelled);
            job.ended(counts);
            LOG.info("Redrive {} of stream {}: {}", job.id(), stream, counts.text());
        } catch (Throwable e) { // An Error too: the job must not stay running.
            job.failed(FailureKind.describe(e));
            LOG.error("Redrive {} of stream {} failed; the same request continues it: {}", job.id(), stream,
                    FailureKind.describe(e), e);
        }
    }

    synchronized Optional<RedriveJob> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The redrives that are remembered, the oldest first. */
    synchronized List<RedriveJob> all() {
        return new ArrayList<>(jobs.values());
    }

    @PreDestroy
    void stop() throws InterruptedException {
        all().forEach(RedriveJob::cancel);
        executor.shutdown();
        if (!executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("A redrive did not end within {} s; the same request continues it after the start", END_SECONDS);
        }
    }
}
