package io.millrace.bench.simulation.world;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import io.millrace.contracts.record.RecordCodec;
import org.apache.avro.generic.GenericRecordBuilder;

/**
 * An event of the stream.
 *
 * @param pk
 *            its first key; its last digit is the partition
 * @param eventId
 *            its second key
 * @param timeMicros
 *            microseconds since the epoch
 * @param revision
 *            orders the events of a key
 * @param amount
 *            tells events of equal keys and revisions apart
 */
public record Visit(String pk, String eventId, long timeMicros, long revision, long amount) {
    /** Midnight, UTC, of the day on which most events happen: microseconds since the epoch. */
    public static final long DAY_BEGIN = 20_700L * 86_400_000_000L;
    private static final long DAY = 86_400_000_000L;
    private static final int KEYS = 3;
    private static final int IDS = 3;
    private static final int REVISIONS = 3;
    private static final int LATE = 5;
    private static final int AMOUNTS = 1_000_000;

    /** One of few keys, so that events meet; some are late. */
    static Visit draw(SplittableRandom random, int partition) {
        return new Visit("k" + random.nextInt(KEYS) + partition, "e" + random.nextInt(IDS),
                random.nextInt(LATE) == 0 ? DAY_BEGIN - DAY : DAY_BEGIN,
                random.nextInt(REVISIONS), random.nextInt(AMOUNTS));
    }

    /** As in the topic. */
    byte[] value() {
        return RecordCodec.encode(VisitContract.CONTRACT,
                new GenericRecordBuilder(VisitContract.CONTRACT.schema()).set("pk", pk).set("event_id", eventId)
                        .set("event_time", timeMicros).set("revision", revision).set("amount", amount).build());
    }

    byte[] key() {
        return pk.getBytes(StandardCharsets.UTF_8);
    }
}
