package io.millrace.ingest.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import io.millrace.contracts.access.ApiKeys;
import io.millrace.contracts.access.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    /** SHA-256 of "secret". */
    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
    /** The example of the Standard Webhooks specification. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIMESTAMP = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @TempDir
    Path folder;

    @Test
    void keyIsKnownByItsHashAndACertificateIsNoKey() throws IOException {
        ApiKeys keys = ApiKeys.in(file("# who may what\n\nshop sha256:" + HASH + " write:order,read:*\n"
                + "host cert-sha256:" + HASH + " admin\n"));

        Principal shop = keys.ofKey("secret").orElseThrow();

        assertEquals("shop", shop.name());
        assertTrue(shop.mayWrite("order") && shop.mayRead("other"));
        assertFalse(shop.mayWrite("orders") || shop.mayWrite("*") || shop.isAdmin());
        assertEquals(Optional.empty(), keys.ofKey("Secret"));
        assertEquals("host", keys.ofCertificate("secret".getBytes(StandardCharsets.UTF_8)).orElseThrow().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop sha256:00 write:*", "shop plain write:*",
            "shop sha256:" + HASH + " write", "shop sha256:" + HASH + " write:A", "shop sha256:" + HASH + " root"})
    void lineThatGrantsNothingCertainIsRefused(String line) throws IOException {
        Path file = file(line);

        assertThrows(IllegalArgumentException.class, () -> ApiKeys.in(file));
    }

    @Test
    void webhookIsSignedAsTheSpecificationSays() throws IOException {
        WebhookSignatures webhooks = webhooks(Duration.ZERO);

        assertEquals("hooks", webhooks.signer(ID, TIMESTAMP, "v1,xx " + SIGNATURE, BODY).orElseThrow().name());
    }

    @Test
    void signatureOfSomethingElseOrOfAnotherTimeIsNone() throws IOException {
        WebhookSignatures webhooks = webhooks(Duration.ZERO);

        assertTrue(webhooks.signer(ID, TIMESTAMP, SIGNATURE, new byte[0]).isEmpty());
        assertTrue(webhooks.signer("other", TIMESTAMP, SIGNATURE, BODY).isEmpty());
        assertTrue(webhooks.signer(ID, "1614265331", SIGNATURE, BODY).isEmpty());
        assertTrue(webhooks.signer(ID, "soon", SIGNATURE, BODY).isEmpty());
        assertTrue(webhooks.signer(ID, TIMESTAMP, SIGNATURE.substring(3), BODY).isEmpty());
        assertTrue(webhooks(Duration.ofMinutes(6)).signer(ID, TIMESTAMP, SIGNATURE, BODY).isEmpty());
        assertTrue(webhooks(Duration.ofMinutes(-6)).signer(ID, TIMESTAMP, SIGNATURE, BODY).isEmpty());
    }

    private WebhookSignatures webhooks(Duration late) throws IOException {
        Instant now = Instant.ofEpochSecond(Long.parseLong(TIMESTAMP)).plus(late);
        return WebhookSignatures.in(file("hooks " + SECRET + " write:*"), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("credentials"), text);
    }
}
