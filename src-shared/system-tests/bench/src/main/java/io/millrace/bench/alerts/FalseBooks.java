package io.millrace.bench.alerts;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Another writer sets a counter of the books to a smaller number. */
record FalseBooks() implements Fault {
    @Override
    public Map<String, String> make(Place place) throws IOException {
        ForeignCommit log = ForeignCommit.of(place);
        JsonNode inserted = log.actions("txn").reversed().stream()
                .filter(txn -> txn.path("appId").asText().matches("millrace-books/.*/inserted")).findFirst()
                .orElseThrow(() -> new IllegalStateException("The table of " + place.stream() + " has no books"));
        log.mark(inserted.required("appId").textValue(), inserted.required("version").longValue() - 1);
        return Map.of();
    }
}
