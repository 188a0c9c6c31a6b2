package io.millrace.contracts.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoDurationTest {
    @ParameterizedTest
    @CsvSource({"P1D,86400", "P2W,1209600", "PT1H,3600", "P1DT1H1M1S,90061", "PT0.5S,0.5", "PT90M,5400", "P0D,0"})
    void durationOfAFixedLengthIsTakenWhole(String text, double seconds) {
        assertEquals(Optional.of(Duration.ofMillis((long) (seconds * 1_000))), IsoDuration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1M1D", "P1Y2D", "P1M", "P1W1D", "P1DT", "P", "PT", "P1.5D", "PT1.5H", "PT0.0001S", "-P1D",
            "P-1D", "+P1D", "p1d", "P1D ", "1D", "", "P99999999D", "P\u0661D", "PT1M1H"})
    void anythingElseIsNone(String text) {
        assertEquals(Optional.empty(), IsoDuration.parse(text));
    }
}
