package io.millrace.landing.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;

class KafkaClientSettingsTest {
    private static final String TIMEOUT = "request.timeout.ms";
    private static final Map<String, Object> CONNECTION = Map.of("bootstrap.servers", "kafka:9092", "group.id", "g",
            "no.setting.of.kafka", "x");

    @Test
    void aConnectionThatDiedIsGivenUpAfterTenSeconds() {
        assertEquals(10_000, KafkaClientSettings.reader(CONNECTION, 1, 2).get(TIMEOUT));
        assertEquals(10_000, KafkaClientSettings.writer(CONNECTION).get(TIMEOUT));
    }

    @Test
    void theConnectionMayNameAnotherTimeout() {
        Map<String, Object> slow = Map.of(TIMEOUT, "60000");

        assertEquals("60000", KafkaClientSettings.reader(slow, 1, 2).get(TIMEOUT));
        assertEquals("60000", KafkaClientSettings.writer(slow).get(TIMEOUT));
    }

    @Test
    void anAdminClientGivesUpAConnectionWellBeforeACallIsOver() {
        Map<String, Object> settings = KafkaClientSettings.admin(CONNECTION);

        assertTrue(2 * number(settings, TIMEOUT) < number(settings, "default.api.timeout.ms"), settings::toString);
    }

    private static int number(Map<String, Object> settings, String name) {
        return Integer.parseInt(String.valueOf(settings.get(name)));
    }

    @Test
    void aReaderBelongsToNoGroup() {
        Map<String, Object> settings = KafkaClientSettings.reader(CONNECTION, 1, 2);

        assertEquals("kafka:9092", settings.get("bootstrap.servers"));
        assertFalse(settings.containsKey("group.id"));
        assertFalse(settings.containsKey("no.setting.of.kafka"));
    }
}
