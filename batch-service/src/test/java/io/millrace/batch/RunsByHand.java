package io.millrace.batch;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** Only the test starts runs, and there is no upkeep. */
public class RunsByHand implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("millrace.batch.mode", "once", "millrace.batch.upkeep.every", "0");
    }
}
