package io.millrace.bench.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The log of a table as another writer sees it, which knows nothing of Millrace. */
record ForeignCommit(Path log) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMIT = "\\d{20}\\.json";

    /** The log of a stream's table. */
    static ForeignCommit of(Fault.Place place) {
        return new ForeignCommit(place.system().tables().resolve(place.stream()).resolve("_delta_log"));
    }

    /** All actions of a kind, in the order of the commits. */
    List<JsonNode> actions(String kind) throws IOException {
        List<JsonNode> actions = new ArrayList<>();
        for (Path commit : commits()) {
            for (String line : Files.readAllLines(commit)) {
                JsonNode action = JSON.readTree(line).path(kind);
                if (action.isObject()) {
                    actions.add(action);
                }
            }
        }
        return actions;
    }

    /** Removes a data file, with its rows. */
    void remove(JsonNode add) throws IOException {
        ObjectNode action = JSON.createObjectNode();
        action.putObject("remove").put("path", add.required("path").textValue())
                .put("deletionTimestamp", System.currentTimeMillis()).put("dataChange", true)
                .put("extendedFileMetadata", true).put("size", add.required("size").longValue())
                .set("partitionValues", add.required("partitionValues"));
        commit("DELETE", action);
    }

    /** Sets a transaction identifier. */
    void mark(String applicationId, long version) throws IOException {
        ObjectNode action = JSON.createObjectNode();
        action.putObject("txn").put("appId", applicationId).put("version", version)
                .put("lastUpdated", System.currentTimeMillis());
        commit("WRITE", action);
    }

    private void commit(String operation, ObjectNode action) throws IOException {
        ObjectNode info = JSON.createObjectNode();
        info.putObject("commitInfo").put("timestamp", System.currentTimeMillis()).put("operation", operation)
                .put("isBlindAppend", false).putObject("operationParameters");
        String newest = String.valueOf(commits().getLast().getFileName());
        long version = Long.parseLong(newest.substring(0, newest.indexOf('.'))) + 1;
        Files.writeString(log.resolve(String.format(Locale.ROOT, "%020d.json", version)), info + "\n" + action + "\n",
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private List<Path> commits() throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(COMMIT)).sorted().toList();
        }
    }
}
