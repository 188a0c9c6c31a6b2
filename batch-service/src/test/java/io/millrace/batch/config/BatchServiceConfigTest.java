package io.millrace.batch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchServiceConfigTest {
    @Test
    void oneIsInRange() {
        assertEquals(1,
                with("millrace.batch.max-rows", "1").getConfigMapping(BatchServiceConfig.class).batch().maxRows());
    }

    /** Each would stop the merging, or make it wait for nothing. */
    @ParameterizedTest
    @CsvSource({"millrace.batch.every, 0s", "millrace.batch.max-rows, 0", "millrace.batch.max-bytes, 0",
            "millrace.batch.max-decoded-bytes, 0", "millrace.batch.max-bronze-bytes, 0",
            "millrace.batch.deletion.every, 0s", "millrace.batch.audit.cover-within, 0s",
            "millrace.batch.audit.cpu-percent, 0", "millrace.batch.audit.least-cpu, 0s",
            "millrace.batch.letters.max-attempts, 0", "millrace.batch.operations.refresh-interval, 0s",
            "millrace.batch.upkeep.target-file-bytes, 0", "millrace.batch.upkeep.min-files, 0",
            "millrace.batch.upkeep.max-bytes, 0", "millrace.batch.upkeep.vacuum-retention, 0s",
            "millrace.batch.upkeep.log-retention, -1s"})
    void aValueOutOfRangeIsRefusedWithItsKeyAndWhatToSet(String key, String value) {
        String refused = String
                .valueOf(assertThrows(ConfigValidationException.class, () -> with(key, value)).getMessage());

        assertTrue(refused.contains(key), refused);
        assertTrue(refused.contains("; set "), refused);
    }

    private static SmallRyeConfig with(String key, String value) {
        return new SmallRyeConfigBuilder().withMapping(BatchServiceConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter()).withDefaultValue(key, value).build();
    }
}
