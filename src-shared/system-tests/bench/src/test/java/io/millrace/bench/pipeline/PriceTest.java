package io.millrace.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PriceTest {
    @Test
    void processorsAndRequestsAreCharged() {
        // 90,000 events with 10 commits of 3 files each
        Price price = Price.of(180, 90_000, 10, 30);

        assertEquals((10 * 8 + 20) * 1e6 / 90_000, price.requests(), 1e-6);
        assertEquals(180 / 3600.0 * 0.04 + price.requests() * 0.005 / 1000, price.dollars(), 1e-9);
    }

    @Test
    void commitsWithoutFilesCostTheirRequestsOnly() {
        assertEquals(8, Price.of(0, 1_000_000, 1, 0).requests());
    }
}
