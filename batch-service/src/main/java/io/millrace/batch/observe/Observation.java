package io.millrace.batch.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.millrace.table.Books;

/**
 * What was seen of a stream at one moment.
 *
 * @param at
 *            the moment
 * @param stored
 *            sum of the end offsets of the partitions in Kafka
 * @param merged
 *            sum of the watermarks of the partitions in the table
 * @param waiting
 *            offsets in Kafka that are not merged, those behind an open transaction among them
 * @param unstable
 *            offsets behind an open transaction, which nobody can merge
 * @param deleted
 *            offsets that Kafka deleted and that are above the watermarks
 * @param lostOpen
 *            offsets that Kafka deleted before they were merged, whose records nobody has supplied and whose loss nobody has explained
 * @param oldestWaiting
 *            age of the oldest record that is not merged; empty when none waits
 * @param retentionLeft
 *            time until Kafka deletes the oldest record that is not merged; empty when none waits, the topic keeps all, or the time is not known
 * @param version
 *            version of the table; empty when there is none yet
 * @param books
 *            books of the topic
 * @param openLetters
 *            number of dead letters in the state open
 */
public record Observation(Instant at, long stored, long merged, long waiting, long unstable, long deleted,
        long lostOpen, Optional<Duration> oldestWaiting, Optional<Duration> retentionLeft, Optional<Long> version,
        Books books,
        long openLetters) {}
