package io.millrace.bench.race;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.record.DeadLetter;
import io.millrace.contracts.record.RedriveHeaders;
import io.millrace.landing.letters.LetterParsing;
import io.millrace.landing.letters.LetterState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * The dead-letter topic of the records of a race, which is computed. Each {@value #LETTERS} offsets hold the letters of four
 * records that were refused, one of each {@link Poison}: their first letters, letters that a crash repeated, and the letters
 * of redriven records that were refused again. A record of that kind is refused at every redrive.
 *
 * @param records
 *            the records of the topic
 */
record RaceLetters(RaceRecords records) {
    /** The topic's id. */
    static final String TOPIC_ID = "race-dlq";
    /** The offsets of the dead-letter topic in which the letters of four records are. */
    static final int LETTERS = 8;
    /** The offsets of the stream's topic of which four are refused. */
    private static final int RECORDS = 64;
    /** How often the rules of the race let a letter be redriven. */
    private static final int MOST_ATTEMPTS = 2;
    static final LetterParsing PARSING = new LetterParsing(MOST_ATTEMPTS);
    private static final long MICROS_PER_MILLI = 1_000L;

    /** A record that is refused, by what becomes of its letter. The reason of the letter tells them apart. */
    enum Poison {
        /** Nobody does anything about the letter. Its letter is written twice. */
        LEFT(DeadLetter.Reason.UNDECODABLE, LetterState.OPEN, 0, 0),
        /** Redriven and merged. Its first letter is written twice. */
        MERGED(DeadLetter.Reason.UNKNOWN_CONTRACT, LetterState.RESOLVED, 1, 1),
        /** Redriven and refused again as often as a letter may be redriven. */
        REFUSED_AGAIN(DeadLetter.Reason.CONTRACT_VIOLATION, LetterState.PARKED, MOST_ATTEMPTS, 7),
        /** Parked by an operator. */
        SET_ASIDE(DeadLetter.Reason.KEY_MISMATCH, LetterState.PARKED, 0, 4);

        final DeadLetter.Reason reason;
        final LetterState state;
        final int attempts;
        /** Index of the letter that counts among the letters of four records. */
        final int index;

        Poison(DeadLetter.Reason reason, LetterState state, int attempts, int index) {
            this.reason = reason;
            this.state = state;
            this.attempts = attempts;
            this.index = index;
        }
    }

    /** A letter of the topic: the record that is refused, and how often it was redriven before. */
    private record Content(Poison poison, int attempts) {}

    private static final List<Content> CONTENT = List.of(new Content(Poison.LEFT, 0), new Content(Poison.MERGED, 0),
            new Content(Poison.REFUSED_AGAIN, 0), new Content(Poison.LEFT, 0), new Content(Poison.SET_ASIDE, 0),
            new Content(Poison.REFUSED_AGAIN, 1), new Content(Poison.MERGED, 0), new Content(Poison.REFUSED_AGAIN, 2));

    /** The end offset of each partition, exclusive. */
    long end() {
        return records.end() / RECORDS * LETTERS;
    }

    /** The number of records that are refused. */
    long refused() {
        return end() / LETTERS * Poison.values().length * RaceTopic.PARTITIONS;
    }

    /** The next offset of the stream's topic none of whose earlier records has a letter at this offset or later. */
    static long settledBelow(long letterOffset) {
        return letterOffset / LETTERS * RECORDS;
    }

    /** The letter at an offset. */
    ConsumerRecord<byte[], byte[]> at(int partition, long offset) {
        Content content = CONTENT.get((int) (offset % LETTERS));
        ConsumerRecord<byte[], byte[]> source = source(content.poison(), partition, offset / LETTERS);
        ProducerRecord<byte[], byte[]> letter = new DeadLetter(source, content.poison().reason, "planted by the race")
                .toRecord(RaceTopic.CONTRACT.stream(), RaceRecords.TOPIC_ID);
        if (content.attempts() > 0) {
            new RedriveHeaders(id(source), content.attempts(), source.timestamp() * MICROS_PER_MILLI)
                    .addTo(letter.headers(), source.topic(), source.key(), source.value());
        }
        return new ConsumerRecord<>(letter.topic(), partition, offset, source.timestamp() + content.attempts(),
                TimestampType.CREATE_TIME, source.serializedKeySize(), source.serializedValueSize(), letter.key(),
                letter.value(), letter.headers(), Optional.empty());
    }

    /** The records of one group that are refused, by the id of their letter. */
    Map<Poison, ConsumerRecord<byte[], byte[]>> sources(int partition, long group) {
        Map<Poison, ConsumerRecord<byte[], byte[]>> sources = new EnumMap<>(Poison.class);
        for (Poison poison : Poison.values()) {
            sources.put(poison, source(poison, partition, group));
        }
        return sources;
    }

    static String id(ConsumerRecord<byte[], byte[]> source) {
        return RaceRecords.TOPIC_ID + "/" + source.partition() + "/" + source.offset();
    }

    private ConsumerRecord<byte[], byte[]> source(Poison poison, int partition, long group) {
        return records.at(partition, group * RECORDS + 16L * poison.ordinal());
    }
}
