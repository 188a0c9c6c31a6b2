package io.millrace.systemtests.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends single events, each once and with its own id, and records the answer to each. */
final class EventSender {
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI events;
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final Set<String> notStored = ConcurrentHashMap.newKeySet();

    /**
     * An answer.
     *
     * @param code
     *            the problem's, or "ok"
     */
    record Answer(int status, String code, boolean saysWhenToRetry) {}

    EventSender(URI gateway, TestStream stream) {
        this.events = gateway.resolve("/v1/streams/" + stream.name() + "/events");
    }

    /** As most callers do: the gateway says how long it waits for Kafka. */
    Answer offer(TestEvent event) throws IOException, InterruptedException {
        return send(event, request(event));
    }

    /** Waits for Kafka for as long as the gateway would at most: on a busy machine it may take its time. */
    Answer offerPatiently(TestEvent event) throws IOException, InterruptedException {
        return send(event, request(event).header("Prefer", "wait=10"));
    }

    private HttpRequest.Builder request(TestEvent event) {
        return HttpRequest.newBuilder(events).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event.json()));
    }

    private Answer send(TestEvent event, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == OK) {
            stored.add(event.eventId());
        } else if (response.body().contains("\"outcome\":\"not_stored\"")) {
            notStored.add(event.eventId());
        }
        Matcher code = CODE.matcher(response.body());
        return new Answer(response.statusCode(), code.find() ? code.group(1) : "ok",
                response.headers().firstValue("Retry-After").isPresent());
    }

    /** The ids of the events that the gateway acknowledged. */
    Set<String> stored() {
        return stored;
    }

    /** The ids of the events that the gateway answered as not stored, now or later. */
    Set<String> notStored() {
        return notStored;
    }
}
