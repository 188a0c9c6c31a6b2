package io.millrace.bench.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

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
                .map(user -> user.getKey() + " sha256:" + sha256(of(user.getKey())) + " " + user.getValue() + "\n")
                .collect(Collectors.joining()));
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
