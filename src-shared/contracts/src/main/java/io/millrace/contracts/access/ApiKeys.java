package io.millrace.contracts.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * API keys and client certificates, known by their SHA-256: lines of {@code name sha256:<hex> grants} and {@code name
 * cert-sha256:<hex> grants}.
 */
public final class ApiKeys {
    private static final String OF_KEY = "sha256:";
    private static final String OF_CERTIFICATE = "cert-sha256:";

    private record Known(byte[] hash, Principal principal) {}

    private final List<Known> keys = new ArrayList<>();
    private final List<Known> certificates = new ArrayList<>();

    private ApiKeys() {}

    /** No key at all. */
    public static ApiKeys none() {
        return new ApiKeys();
    }

    /** The keys in a file; fails when it is none of keys. */
    public static ApiKeys in(Path file) {
        ApiKeys keys = new ApiKeys();
        for (CredentialFile.Line line : CredentialFile.read(file)) {
            boolean certificate = line.credential().startsWith(OF_CERTIFICATE);
            byte[] hash = HexFormat.of()
                    .parseHex(line.credential().replaceFirst("^" + OF_CERTIFICATE + "|^" + OF_KEY, ""));
            if (hash.length != sha256(new byte[0]).length) {
                throw new IllegalArgumentException("The credential of " + line.principal().name() + " in " + file
                        + " must be sha256:<hex> or cert-sha256:<hex>");
            }
            (certificate ? keys.certificates : keys.keys).add(new Known(hash, line.principal()));
        }
        return keys;
    }

    /**
     * The line of a key in the file, without its end.
     *
     * @param grants
     *            separated by commas
     */
    public static String line(String name, String key, String grants) {
        return name + " " + OF_KEY + HexFormat.of().formatHex(sha256(key.getBytes(StandardCharsets.UTF_8))) + " "
                + grants;
    }

    /** The caller that has this key. Takes the same time for each key, known or unknown. */
    public Optional<Principal> ofKey(String key) {
        return find(keys, key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whose certificate it is.
     *
     * @param encoded
     *            in DER
     */
    public Optional<Principal> ofCertificate(byte[] encoded) {
        return find(certificates, encoded);
    }

    private static Optional<Principal> find(List<Known> known, byte[] secret) {
        byte[] hash = sha256(secret);
        Principal found = null;
        for (Known candidate : known) {
            if (MessageDigest.isEqual(candidate.hash(), hash)) {
                found = candidate.principal();
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
