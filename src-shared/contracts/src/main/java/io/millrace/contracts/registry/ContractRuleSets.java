package io.millrace.contracts.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.contracts.schema.StreamName;

/**
 * Reads the contract rule sets that Apicurio Registry keeps beside a schema, from 3.3 on. The client that the project uses is
 * older and does not know them.
 */
final class ContractRuleSets {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient client;
    private final String artifacts;
    private final Duration timeout;
    /** Of versions that are not the latest any more, by global id: their rules do not change. */
    private final Map<Long, String> settled = new ConcurrentHashMap<>();

    /**
     * @param api
     *            the registry's v3 API
     * @param timeout
     *            of a request
     */
    ContractRuleSets(String api, Duration timeout) {
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
        this.artifacts = api + "/groups/" + ApicurioContractRegistry.GROUP + "/artifacts/";
        this.timeout = timeout;
    }

    /** The rule set of all versions of a stream that have none of their own, in JSON; empty text when there is none. */
    String ofStream(StreamName stream) throws IOException, InterruptedException {
        return read(artifacts + stream.value() + "/contract/ruleset");
    }

    /**
     * The rule set of one version, in JSON; empty text when there is none.
     *
     * @param latest
     *            whether the version is the latest, whose rules may still change
     */
    String ofVersion(StreamName stream, String version, long globalId, boolean latest)
            throws IOException, InterruptedException {
        String known = latest ? null : settled.get(globalId);
        if (known == null) {
            known = read(artifacts + stream.value() + "/versions/" + version + "/contract/ruleset");
            settled.put(globalId, known);
        }
        return known;
    }

    private String read(String url) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(URI.create(url)).timeout(timeout)
                .header("Accept", "application/json").build(), HttpResponse.BodyHandlers.ofString());
        return switch (response.statusCode()) {
            case OK -> isEmpty(response.body()) ? "" : response.body();
            case NOT_FOUND -> "";
            default -> throw new IOException("HTTP " + response.statusCode() + " for the contract rule set");
        };
    }

    /** So the registry answers for a version without a rule set. */
    private static boolean isEmpty(String body) throws IOException {
        for (JsonNode rules : JSON.readTree(body)) {
            if (!rules.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
