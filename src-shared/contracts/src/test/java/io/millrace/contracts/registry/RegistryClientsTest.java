package io.millrace.contracts.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryClientsTest {
    @ParameterizedTest
    @CsvSource({"http://localhost:8080/apis/registry/v3, http://localhost:8080/apis/registry/v3",
            "http://localhost:8080/apis/registry/v3/, http://localhost:8080/apis/registry/v3",
            "http://registry_1:8080, http://registry_1:8080/apis/registry/v3",
            "https://host/behind/a/proxy/, https://host/behind/a/proxy/apis/registry/v3",
            "registry:8080, http://registry:8080/apis/registry/v3"})
    void theApiIsFoundFromTheRegistrysRoot(String url, String api) {
        assertEquals(api, RegistryClients.api(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ftp://host/", "http://", "http://a b", "file:///tmp"})
    void whatIsNotAUrlOfHttpIsRefused(String url) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> RegistryClients.api(url));

        assertTrue(refusal.toString().contains("millrace.registry.url is '" + url + "'"), refusal::toString);
    }

    @Test
    void aSlashAtTheEndOfTheRootIsNotDoubled() {
        assertEquals("http://host/apis/registry/v3", RegistryClients.api("http://host//"));
    }
}
