package io.millrace.ingest.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.millrace.contracts.access.CredentialFile;
import io.millrace.contracts.access.Principal;

/** Signed webhooks, after Standard Webhooks 1.0: lines of {@code name whsec_<base64> grants}. */
public final class WebhookSignatures {
    private static final String PREFIX = "whsec_";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int MIN_SECRET_BYTES = 24;

    private record Sender(byte[] secret, Principal principal) {}

    private final List<Sender> senders;
    private final Clock clock;

    private WebhookSignatures(List<Sender> senders, Clock clock) {
        this.senders = senders;
        this.clock = clock;
    }

    /** Nobody at all. */
    public static WebhookSignatures none(Clock clock) {
        return new WebhookSignatures(List.of(), clock);
    }

    /** The senders in a file; fails when it is none of senders. */
    public static WebhookSignatures in(Path file, Clock clock) {
        return new WebhookSignatures(CredentialFile.read(file).stream().map(line -> {
            byte[] secret = line.credential().startsWith(PREFIX)
                    ? Base64.getDecoder().decode(line.credential().substring(PREFIX.length()))
                    : new byte[0];
            if (secret.length < MIN_SECRET_BYTES) {
                throw new IllegalArgumentException("The secret of " + line.principal().name() + " in " + file
                        + " must be whsec_ followed by the base64 of at least 24 bytes");
            }
            return new Sender(secret, line.principal());
        }).toList(), clock);
    }

    /**
     * The caller that signed the body.
     *
     * @param id
     *            the header webhook-id
     * @param timestamp
     *            the header webhook-timestamp, in seconds since the epoch; at most five minutes from now
     * @param signatures
     *            the header webhook-signature: {@code v1,<base64>}, several with spaces between
     * @param body
     *            as it came
     */
    public Optional<Principal> signer(String id, String timestamp, String signatures, byte[] body) {
        if (!timestamp.matches("[0-9]{1,12}")
                || Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE.toSeconds()) {
            return Optional.empty();
        }
        Principal found = null;
        for (Sender sender : senders) {
            byte[] expected = ("v1,"
                    + Base64.getEncoder().encodeToString(sign(sender, id + "." + timestamp + ".", body)))
                    .getBytes(StandardCharsets.UTF_8);
            for (String signature : signatures.split(" ")) {
                if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
                    found = sender.principal();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] sign(Sender sender, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(sender.secret(), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
