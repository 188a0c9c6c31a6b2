package io.millrace.launcher.local;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Cuts a file of events into requests: an array or one event spread over lines is one request, lines are many. */
public final class EventFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_EVENTS = 500;
    private static final int MAX_CHARS = 2_000_000;

    /**
     * One request.
     *
     * @param contentType
     *            its media type
     * @param body
     *            its body
     * @param events
     *            how many events it has
     * @param firstLine
     *            the line of the file where it starts, from 1
     */
    public record Request(String contentType, String body, int events, int firstLine) {}

    private EventFile() {}

    /** The requests, in the order of the file; lines that are not JSON are left to the gateway to judge. */
    public static List<Request> requests(String content) {
        List<String> lines = content.lines().toList();
        String first = lines.stream().filter(l -> !l.isBlank()).findFirst().orElse("");
        return first.isEmpty() ? List.of() : isOneDocument(first) ? List.of(document(content)) : cut(lines);
    }

    private static boolean isOneDocument(String first) {
        if (first.stripLeading().startsWith("[")) {
            return true;
        }
        try {
            JSON.readTree(first);
            return false;
        } catch (JsonProcessingException spreadOverLines) {
            return true;
        }
    }

    private static Request document(String content) {
        int events;
        try {
            JsonNode document = JSON.readTree(content);
            events = document.isArray() ? document.size() : 1;
        } catch (JsonProcessingException leftToTheGateway) {
            events = 0;
        }
        return new Request(GatewayClient.JSON, content, events, 1);
    }

    private static List<Request> cut(List<String> lines) {
        List<Request> requests = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        int chars = 0;
        int start = 1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            if (batch.size() == MAX_EVENTS || (!batch.isEmpty() && chars + line.length() > MAX_CHARS)) {
                requests.add(new Request(GatewayClient.NDJSON, String.join("\n", batch), batch.size(), start));
                batch.clear();
                chars = 0;
            }
            if (batch.isEmpty()) {
                start = i + 1;
            }
            batch.add(line);
            chars += line.length();
        }
        requests.add(new Request(GatewayClient.NDJSON, String.join("\n", batch), batch.size(), start));
        return requests;
    }
}
