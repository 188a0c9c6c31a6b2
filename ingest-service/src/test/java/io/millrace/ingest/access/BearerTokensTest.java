package io.millrace.ingest.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;

import io.millrace.contracts.access.Principal;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokensTest {
    private static final int KEY_BITS = 2048;

    @TempDir
    Path folder;

    private RsaJsonWebKey key;
    private BearerTokens tokens;

    @BeforeEach
    void keys() throws Exception {
        key = RsaJwkGenerator.generateJwk(KEY_BITS);
        key.setKeyId("k1");
        Path set = Files.writeString(folder.resolve("jwks.json"),
                new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        tokens = new BearerTokens(set.toString(), "https://issuer", "millrace");
    }

    @Test
    void lawfulTokenGrantsWhatItsScopesSay() throws Exception {
        Principal principal = tokens.bearer(token(key, claims -> {})).orElseThrow();

        assertEquals("alice", principal.name());
        assertTrue(principal.mayWrite("order"));
        assertFalse(principal.mayWrite("earthquake") || principal.isAdmin());
    }

    @Test
    void tokenThatIsNotForUsOrNotOfTheIssuerOrNotOfNowIsNone() throws Exception {
        RsaJsonWebKey other = RsaJwkGenerator.generateJwk(KEY_BITS);
        other.setKeyId("k1");

        assertNone(token(other, claims -> {}));
        assertNone(token(key, claims -> claims.setIssuer("https://other")));
        assertNone(token(key, claims -> claims.setAudience("other")));
        assertNone(token(key, claims -> claims.setExpirationTimeMinutesInTheFuture(-5)));
        assertNone(token(key, claims -> claims.unsetClaim("exp")));
        assertNone(token(key, claims -> claims.unsetClaim("sub")));
        assertNone(token(key, claims -> claims.setStringClaim("scope", "millrace:everything")));
        assertNone(token(key, claims -> claims.setSubject("a\nb")));
        assertNone("x");
    }

    @Test
    void tokenWithoutASignatureOrSignedWithThePublicKeyAsASecretIsNone() throws Exception {
        String body = token(key, claims -> {}).split("\\.")[1];
        String head = Base64.getUrlEncoder().withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        JsonWebSignature hmac = new JsonWebSignature();
        hmac.setPayload(new String(Base64.getUrlDecoder().decode(body), StandardCharsets.UTF_8));
        hmac.setKeyIdHeaderValue("k1");
        hmac.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        hmac.setKey(new HmacKey(key.getRsaPublicKey().getEncoded()));

        assertNone(head + "." + body + ".");
        assertNone(hmac.getCompactSerialization());
    }

    private void assertNone(String token) {
        assertTrue(tokens.bearer(token).isEmpty());
    }

    private static String token(RsaJsonWebKey key, Consumer<JwtClaims> change) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://issuer");
        claims.setAudience("millrace");
        claims.setSubject("alice");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("scope", "openid millrace:write:order");
        change.accept(claims);
        JsonWebSignature signed = new JsonWebSignature();
        signed.setPayload(claims.toJson());
        signed.setKeyIdHeaderValue(key.getKeyId());
        signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signed.setKey(key.getPrivateKey());
        return signed.getCompactSerialization();
    }
}
