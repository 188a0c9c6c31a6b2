package io.millrace.ingest.admission;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.admission.format.BodyFormat;
import io.millrace.ingest.config.OnInvalid;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The target of {@code ./millrace lab fuzz}: bytes, converter, Avro and back. In an ordinary build the seeds are run,
 * and what the fuzzer found once.
 */
class HostileBodiesFuzzTest {
    private static final BodyFormat[] FORMATS = BodyFormat.values();
    private static final OnInvalid[] POLICIES = OnInvalid.values();

    private static final byte[] NO_EVENTS = "[\".67\", [], {}]".getBytes(StandardCharsets.UTF_8);

    private final RoundTrip roundTrip = new RoundTrip();

    /** The first byte chooses contract, format and policy. */
    @MethodSource("seeds")
    @FuzzTest
    void bytesAreRefusedOrComeBackEqual(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = input[0] & 0xff;
        Contract contract = choice % 2 == 0 ? ValidBodies.QUAKES : ValidBodies.EVERYTHING;
        BodyFormat format = FORMATS[choice / 2 % FORMATS.length];
        OnInvalid onInvalid = POLICIES[choice / 2 / FORMATS.length % POLICIES.length];

        roundTrip.check(contract, format, onInvalid, Arrays.copyOfRange(input, 1, input.length));
    }

    static Stream<byte[]> seeds() {
        byte[] everything = ValidBodies.ONE_OF_EVERYTHING.getBytes(StandardCharsets.UTF_8);
        return Stream.concat(Arrays.stream(FORMATS).flatMap(
                format -> Stream.of(seed(0, format, ValidBodies.of(format)), seed(0, format, NO_EVENTS))),
                Stream.of(seed(1, BodyFormat.JSON, everything), seed(1, BodyFormat.NDJSON, everything),
                        seed(1, BodyFormat.JSON, ValidBodies.ONE_OF_EVERYTHING.replace("\"a\": 2", "\"'nulla\": 2")
                                .replace("0.1", "-0").getBytes(StandardCharsets.UTF_8)),
                        seed(1, BodyFormat.NDJSON, ValidBodies.of(BodyFormat.NDJSON))));
    }

    private static byte[] seed(int contract, BodyFormat format, byte[] body) {
        byte[] input = new byte[1 + body.length];
        input[0] = (byte) (contract + 2 * format.ordinal());
        System.arraycopy(body, 0, input, 1, body.length);
        return input;
    }
}
