package io.millrace.bench.alerts;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A version of the contract asks for rows in the table sooner than a commit takes. */
record ShortFreshness() implements Fault {
    private static final Duration TAKEN_INTO_USE = Duration.ofSeconds(30);
    private static final Duration TOO_SHORT = Duration.ofMillis(1);
    private static final int LATE = 5;
    private static final int IN_TIME = 200;

    @Override
    public Map<String, String> make(Place place) throws IOException, InterruptedException {
        place.system().create(place.stream(), ProbeContract.LENIENT.withFreshness(TOO_SHORT).json());
        Waiting.until("stream-service uses the new contract of " + place.stream(), TAKEN_INTO_USE,
                () -> isTooShort(place));
        return Map.of("CONTRACT", ProbeContract.LENIENT.file(place).toString());
    }

    private static boolean isTooShort(Place place) {
        return place.prometheus()
                .value("max(millrace_slo_threshold{slo=\"freshness\",stream=\"" + place.stream() + "\"})")
                .orElse(0) < 1;
    }

    @Override
    public void whileMade(Place place) {
        place.system().offer(place.stream(), ProbeEvents.now(LATE));
    }

    @Override
    public void whenMended(Place place) {
        if (!isTooShort(place)) {
            place.system().offer(place.stream(), ProbeEvents.now(IN_TIME));
        }
    }
}
