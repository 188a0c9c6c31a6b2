package io.millrace.landing.receipt;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.landing.letters.LetterState;
import org.jspecify.annotations.Nullable;

/** Where an event is. */
public sealed interface Receipt {
    /**
     * The event is in the table.
     *
     * @param rows
     *            one, unless the event came again after the dedup horizon
     */
    record InTable(List<Row> rows) implements Receipt {
        public InTable {
            rows = List.copyOf(rows);
        }
    }

    /**
     * The event is not in the table, and is a dead letter.
     *
     * @param letters
     *            oldest first; more than one when it was sent several times
     */
    record DeadLettered(List<Letter> letters) implements Receipt {
        public DeadLettered {
            letters = List.copyOf(letters);
        }

        /**
         * Whether the event was given up: a letter of it is parked, and none is open or on its way to the table.
         */
        public boolean isParked() {
            return letters.stream().anyMatch(letter -> letter.state() == LetterState.PARKED)
                    && letters.stream().map(Letter::state)
                            .noneMatch(state -> state == LetterState.OPEN || state == LetterState.REDRIVEN);
        }
    }

    /**
     * The event is neither in the table nor a dead letter.
     *
     * @param version
     *            of the table that was read; -1 when there is no table
     * @param watermarks
     *            the next offset that the table needs, by application id: a record from there on was not looked at
     */
    record NotSeen(long version, Map<String, Long> watermarks) implements Receipt {
        public NotSeen {
            watermarks = Map.copyOf(watermarks);
        }
    }

    /**
     * A row of the table.
     *
     * @param version
     *            of the table that was read
     * @param file
     *            the data file, relative to the table
     * @param partitionValues
     *            values of the partition columns as text; null stands for null
     * @param partition
     *            the Kafka partition of its record
     * @param offset
     *            the offset of its record
     * @param ingestedAt
     *            when the gateway accepted it
     * @param schemaId
     *            the content id of the version of the contract that it was written with
     * @param writtenBy
     *            the writer that merged it
     * @param correlationId
     *            the id of the request that brought it
     */
    record Row(long version, String file, Map<String, @Nullable String> partitionValues, int partition, long offset,
            Instant ingestedAt, long schemaId, String writtenBy, Optional<String> correlationId) {}

    /**
     * A dead letter.
     *
     * @param reason
     *            the code of the reason
     * @param detail
     *            the cause in words
     * @param rule
     *            the quality rule that is not met
     * @param pointer
     *            a JSON pointer to the field that is wrong
     * @param source
     *            the coordinates of its record, as {@code topic/partition/offset}, or {@code gateway}
     * @param state
     *            its state; open when it is not in the table of letters yet
     * @param attempts
     *            how often it was redriven
     * @param partition
     *            the partition of the dead-letter topic
     * @param offset
     *            the offset in the dead-letter topic
     * @param writtenAt
     *            when it was written
     */
    record Letter(String reason, String detail, Optional<String> rule, Optional<String> pointer, String source,
            LetterState state, int attempts, int partition, long offset, Instant writtenAt) {}
}
