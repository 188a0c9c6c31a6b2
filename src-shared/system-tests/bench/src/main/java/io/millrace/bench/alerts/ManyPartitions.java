package io.millrace.bench.alerts;

import java.io.IOException;
import java.util.Map;

/** The contract partitions the table by a column with many values, and each partition has a file of its own. */
record ManyPartitions() implements Fault {
    private static final int PARTITIONS = 250;

    @Override
    public Map<String, String> make(Place place) throws IOException {
        place.system().send(place.stream(), ProbeEvents.now(PARTITIONS));
        return Map.of("CONTRACT", ProbeContract.LENIENT.file(place).toString());
    }
}
