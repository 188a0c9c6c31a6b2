package io.millrace.bench.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import io.millrace.contracts.access.ApiKeys;

/** The API keys of made-up users. */
final class ConsoleKeys {
    private ConsoleKeys() {}

    /** The key of a user. */
    static String of(String user) {
        return "key-of-" + user;
    }

    /**
     * Writes the file of keys that batch-service reads.
     *
     * @param users
     *            grants by name
     */
    static Path write(Path file, Map<String, String> users) throws IOException {
        return Files.writeString(file, users.entrySet().stream()
                .map(user -> ApiKeys.line(user.getKey(), of(user.getKey()), user.getValue()) + "\n")
                .collect(Collectors.joining()));
    }
}
