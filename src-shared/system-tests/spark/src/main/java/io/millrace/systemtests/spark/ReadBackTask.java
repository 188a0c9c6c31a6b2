package io.millrace.systemtests.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The comparison to make.
 *
 * @param table
 *            the table's folder
 * @param version
 *            the version that we read
 * @param key
 *            the key columns
 * @param ours
 *            what we found
 */
record ReadBackTask(String table, long version, List<String> key, SparkReading ours) {
    /** From the line that the launcher's {@code fingerprint} prints. */
    static ReadBackTask parse(String json) {
        try {
            JsonNode line = new ObjectMapper().readTree(json);
            List<String> key = new ArrayList<>();
            line.required("key").forEach(column -> key.add(column.textValue()));
            return new ReadBackTask(line.required("table").textValue(), line.required("version").longValue(), key,
                    new SparkReading(line.required("rows").longValue(), line.required("logged_rows").longValue(),
                            line.required("distinct_keys").longValue(), line.required("checksum").textValue()));
        } catch (IOException e) {
            throw new UncheckedIOException("That is no fingerprint of a table: " + json, e);
        }
    }
}
