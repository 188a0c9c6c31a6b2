package io.millrace.ingest.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.millrace.contracts.Contract;
import io.millrace.contracts.RecordCodec;
import io.millrace.contracts.RoleValues;
import io.millrace.contracts.UndecodableException;
import io.millrace.ingest.Fixtures;
import io.millrace.ingest.publish.EncodedEvent;
import io.millrace.ingest.publish.Outgoing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes that were made from lawful ones by chance: whatever they are, they are refused, or an event comes of them that is read
 * back as it was written.
 */
class HostileBytesTest {
    private static final Contract QUAKES = Fixtures.contract("earthquake");
    private static final int ROUNDS = 3_000;
    private static final String[] WORDS = {"{", "}", "[", "]", ",", ":", "\"", "null", "true", "0", "-1", "1e9",
            "\\u0000",
            "\\ud83d", "\n", "\u001e", "\"event_id\"", "\"payload\"", "\"op\"", "\"after\"", "\"records\"", "\"value\"",
            "\"data\"", "\"specversion\"", "1.0", "\u00e4", "\ud83d\ude00"};

    private final EventAdmission admission = new EventAdmission(new Limits(50, 10_000), Clock.systemUTC());

    @ParameterizedTest
    @EnumSource(BodyFormat.class)
    void areRefusedOrComeBackEqual(BodyFormat format) throws UndecodableException {
        Random random = new Random(format.ordinal());
        byte[] lawful = lawful(format);
        int admitted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] body = i == 0 ? lawful : mutated(lawful, random);
            OnInvalid onInvalid = OnInvalid.values()[random.nextInt(OnInvalid.values().length)];

            Verdict verdict = admission.admit(Offer.of(Routing.to(QUAKES), format, body, new Naming.Generated(),
                    onInvalid));

            if (verdict instanceof Verdict.Admitted yes) {
                admitted += roundTrips(yes.outgoing());
            }
        }
        assertTrue(admitted > 0, "no event at all was admitted");
    }

    private static int roundTrips(List<Outgoing> outgoing) throws UndecodableException {
        int events = 0;
        for (Outgoing each : outgoing) {
            if (each instanceof EncodedEvent event) {
                var decoded = RecordCodec.decode(event.value(), QUAKES.schema(), QUAKES.schema());
                assertEquals(event.pk(), decoded.get("id").toString());
                assertEquals(event.eventId(), decoded.get("event_id").toString());
                assertTrue(RoleValues.read(QUAKES, decoded) instanceof RoleValues.Reading.Lawful);
                assertTrue(Arrays.equals(event.value(), RecordCodec.encode(QUAKES, decoded)));
                events++;
            }
        }
        return events;
    }

    private static byte[] lawful(BodyFormat format) {
        String event = Fixtures.earthquake("h", "h@1");
        String change = "{\"op\": \"c\", \"source\": {\"table\": \"t\", \"lsn\": 5}, \"after\": " + event + "}";
        String cloud = "{\"specversion\": \"1.0\", \"id\": \"i\", \"source\": \"/s\", \"type\": \"t\", \"data\": %s}";
        String text = switch (format) {
            case JSON -> "[" + event + ", " + event.replace("h@1", "h@2") + "]";
            case NDJSON -> event + "\n" + event.replace("h@1", "h@2");
            case JSON_SEQUENCE -> "\u001e" + event + "\n\u001e" + event;
            case CLOUD_EVENTS -> cloud.formatted(event);
            case CONFLUENT_JSON -> "{\"records\": [{\"key\": \"h\", \"value\": " + event + "}]}";
            case DEBEZIUM -> "[" + change + ", {\"payload\": " + change + "}]";
            case DEBEZIUM_CLOUD_EVENTS -> cloud.formatted(change);
            case AVRO, AVRO_FILE -> "";
        };
        return text.isEmpty() ? avro(format) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] avro(BodyFormat format) {
        var event = AvroFixtures.quake(QUAKES, "h");
        return format == BodyFormat.AVRO
                ? RecordCodec.encode(QUAKES, event)
                : AvroFixtures.file(QUAKES.schema(), event, event);
    }

    private static byte[] mutated(byte[] lawful, Random random) {
        byte[] bytes = lawful.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(bytes.length + 1);
            byte[] word = random.nextBoolean()
                    ? WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8)
                    : new byte[]{(byte) random.nextInt(256)};
            int cut = Math.min(bytes.length, at + random.nextInt(4));
            byte[] next = new byte[at + word.length + bytes.length - cut];
            System.arraycopy(bytes, 0, next, 0, at);
            System.arraycopy(word, 0, next, at, word.length);
            System.arraycopy(bytes, cut, next, at + word.length, bytes.length - cut);
            bytes = next;
        }
        return bytes;
    }
}
