package io.millrace.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.millrace.contracts.access.ApiKeys;
import io.quarkus.test.junit.QuarkusTestProfile;

/** A service without a schedule that knows some operators. The key of each is {@code of-<name>}. */
public final class OperatorKeys implements QuarkusTestProfile {
    static final Path FILE = file();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("millrace.batch.mode", "operations", "millrace.batch.upkeep.every", "0",
                "millrace.batch.operations.keys-file", FILE.toString(),
                "millrace.batch.operations.refresh-interval", "100ms");
    }

    private static Path file() {
        try {
            return Files.writeString(Files.createTempFile("operators", ".txt"),
                    line("admin", "admin,write:*") + line("reader", "read:*") + line("sender", "write:*")
                            + line("other", "read:orders,write:orders"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line of an operator. */
    static String line(String name, String grants) {
        return ApiKeys.line(name, "of-" + name, grants) + "\n";
    }
}
