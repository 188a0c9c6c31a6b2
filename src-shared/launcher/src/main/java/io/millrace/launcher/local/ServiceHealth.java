package io.millrace.launcher.local;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The readiness of a service, from its health check.
 *
 * @param ready
 *            whether it is ready
 * @param problems
 *            the causes if it is not, for a person
 */
public record ServiceHealth(boolean ready, List<String> problems) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServiceHealth SILENT = new ServiceHealth(false, List.of("its health check does not answer"));
    private static final int OK = 200;

    public ServiceHealth {
        problems = List.copyOf(problems);
    }

    /** Asks the service with this management port on this machine. */
    public static ServiceHealth of(int managementPort) {
        return ServiceProcess.management(managementPort, "/health/ready")
                .map(response -> response.statusCode() == OK
                        ? new ServiceHealth(true, List.of())
                        : new ServiceHealth(false, problems(response.body())))
                .orElse(SILENT);
    }

    /** The text entries of every check that is DOWN in a response of a health check. */
    static List<String> problems(String response) {
        List<String> problems = new ArrayList<>();
        try {
            for (JsonNode check : JSON.readTree(response).path("checks")) {
                if (check.path("status").asText().equals("DOWN")) {
                    int before = problems.size();
                    check.path("data").properties().stream().filter(entry -> entry.getValue().isTextual())
                            .forEach(entry -> problems.add(entry.getKey() + ": " + entry.getValue().asText()));
                    if (problems.size() == before) {
                        problems.add(check.path("name").asText() + " is DOWN");
                    }
                }
            }
        } catch (JsonProcessingException e) {
            problems.add("its health check has an unknown answer");
        }
        return problems;
    }
}
