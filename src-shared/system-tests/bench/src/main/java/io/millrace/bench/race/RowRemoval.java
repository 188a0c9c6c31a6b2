package io.millrace.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.table.SourcePartition;
import io.millrace.table.mergerule.EventKey;

/**
 * A Spark DELETE of rows of Millrace, by the numbers in their pks. What had been merged of such a key by then is
 * gone; what is merged later, from the watermarks of that version on, is merged as if there had been no such key.
 *
 * @param residue
 *            of the numbers that it took, divided by {@link #DIVISOR}
 * @param marks
 *            the watermarks of the version that it made, by application id
 */
record RowRemoval(long residue, Map<String, Long> marks) {
    private static final int DIVISOR = 15;
    /** Keys whose numbers this divides are the only ones that are ever taken. */
    private static final int TAKEN = 5;

    /** Those that Spark says it made. */
    static List<RowRemoval> of(SparkOperations ledger, Path table) throws IOException {
        List<RowRemoval> removals = new ArrayList<>();
        for (var one : ledger.removals().entrySet()) {
            removals.add(new RowRemoval(one.getValue(), marksAt(table, one.getKey())));
        }
        return removals;
    }

    /** Whether it took the row that this delivery had become, or had lost to. */
    boolean took(RaceTopic topic, int partition, long offset, EventKey key) {
        return number(key) % DIVISOR == residue
                && offset < marks.getOrDefault(new SourcePartition(topic.id(), partition).applicationId(), 0L);
    }

    /** Whether rows of this key are ever taken. */
    static boolean mayTake(EventKey key) {
        return number(key) % TAKEN == 0;
    }

    private static long number(EventKey key) {
        return Long.parseLong(key.pk().substring(key.pk().indexOf('-') + 1));
    }

    private static Map<String, Long> marksAt(Path table, long version) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, Long> marks = new HashMap<>();
        for (long earlier = 0; earlier <= version; earlier++) {
            Path commit = table.resolve("_delta_log").resolve(String.format("%020d.json", earlier));
            for (String line : Files.readAllLines(commit)) {
                JsonNode mark = json.readTree(line).path("txn");
                if (mark.isObject()) {
                    marks.put(mark.required("appId").textValue(), mark.required("version").longValue());
                }
            }
        }
        return marks;
    }
}
