package io.millrace.bench.simulation.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/**
 * A version of a table by its commits, read without Kernel and without checkpoints.
 *
 * @param number
 *            of the version
 * @param files
 *            its data files by path
 * @param marks
 *            numbers by application id
 */
record CommittedVersion(long number, Map<String, ActiveFile> files, Map<String, Long> marks) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final CommittedVersion NONE = new CommittedVersion(-1, Map.of(), Map.of());

    /** The version after a further commit. */
    CommittedVersion then(long version, byte[] commit) {
        Map<String, ActiveFile> nextFiles = new TreeMap<>(files);
        Map<String, Long> nextMarks = new TreeMap<>(marks);
        new String(commit, StandardCharsets.UTF_8).lines().forEach(line -> {
            JsonNode action = parse(line);
            if (action.has("remove")) {
                nextFiles.remove(action.get("remove").get("path").textValue());
            }
            if (action.has("add")) {
                ActiveFile file = file(action.get("add"));
                nextFiles.put(file.path(), file);
            }
            if (action.has("txn")) {
                nextMarks.put(action.get("txn").get("appId").textValue(), action.get("txn").get("version").longValue());
            }
        });
        return new CommittedVersion(version, nextFiles, nextMarks);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static ActiveFile file(JsonNode add) {
        Map<String, @Nullable String> partition = new HashMap<>();
        add.get("partitionValues").properties()
                .forEach(value -> partition.put(value.getKey(), value.getValue().textValue()));
        return new ActiveFile(add.get("path").textValue(), partition, add.get("size").longValue(), 0, -1,
                OptionalLong.empty());
    }
}
