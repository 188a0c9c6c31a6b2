package io.millrace.contracts.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class SettingVariablesTest {
    @Test
    void aMisspeltVariableIsFound() {
        assertEquals(List.of("MILLRACE_BATCH_EVRY", "MILLRACE_INGEST_ON_INVALID_"), SettingVariables.unknown(
                List.of("MILLRACE_INGEST_ON_INVALID_", "MILLRACE_BATCH_EVRY", "MILLRACE_BATCH_EVERY", "PATH",
                        "QUARKUS_LOG_LEVEL"),
                List.of()));
    }

    @Test
    void settingsWithANameAndVariablesOfOthersAreKnown() {
        assertEquals(List.of(), SettingVariables.unknown(
                List.of("MILLRACE_INGEST_ON_INVALID_VISITS", "MILLRACE_INGEST_TABLES_SHOP_PUBLIC_VISITS",
                        "MILLRACE_JDKS", "MILLRACE_INGEST_SERVICE_HOST", "MILLRACE_INGEST_SERVICE_PORT_HTTP",
                        "MILLRACE_INGEST_PORT", "MILLRACE_INGEST_PORT_8080_TCP_ADDR"),
                List.of("MILLRACE_JDKS")));
    }
}
