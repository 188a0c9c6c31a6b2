package io.millrace.launcher.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

import io.millrace.contracts.access.ApiKeys;

/** The API key with which the owner of a local system signs in to the console. It is in a file that only the owner can read. */
public final class OperatorKey {
    private static final String KEY = "operator.key";
    private static final String KEYS = "operators.txt";
    private static final int BYTES = 24;

    private OperatorKey() {}

    /** The file of the key in a data folder. */
    public static Path file(Path data) {
        return data.resolve(KEY);
    }

    /** Makes the key unless the data folder has one, and returns the file of keys that batch-service reads. */
    static Path keysFile(Path data) {
        try {
            if (!Files.exists(file(data))) {
                byte[] random = new byte[BYTES];
                new SecureRandom().nextBytes(random);
                Files.createFile(file(data),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file(data), Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            }
            String key = Files.readString(file(data)).strip();
            return Files.writeString(data.resolve(KEYS), ApiKeys.line("operator", key, "admin,read:*,write:*") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the key of the console to " + data, e);
        }
    }
}
