package io.millrace.ingest.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.millrace.contracts.access.Principal;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Signed tokens of an OpenID Connect provider (RFC 9068). The scopes {@code millrace:write:<stream>}, {@code
 * millrace:read:<stream>} and {@code millrace:admin} are grants. Blocks while the provider's keys are fetched.
 */
public final class BearerTokens {
    private static final String SCOPE_PREFIX = "millrace:";
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int MAX_NAME_LENGTH = 200;

    private final JwtConsumer consumer;

    /**
     * @param keys
     *            a JSON Web Key Set: a file, or the https address where the provider has it
     * @param issuer
     *            the only provider
     * @param audience
     *            this service, as the provider calls it
     */
    public BearerTokens(String keys, String issuer, String audience) {
        this.consumer = new JwtConsumerBuilder().setRequireExpirationTime().setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS).setExpectedIssuer(issuer)
                .setExpectedAudience(audience).setVerificationKeyResolver(resolver(keys))
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256, AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                .build();
    }

    /** Whether keys are fetched from there, and not from a file. */
    static boolean isAddress(String keys) {
        return keys.startsWith("https://");
    }

    /** The principal of a valid token. */
    public Optional<Principal> bearer(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            String name = claims.getSubject();
            Object scope = claims.getClaimValue("scope");
            Set<String> grants = new TreeSet<>();
            for (String word : (scope instanceof String text ? text : "").split(" ")) {
                if (word.startsWith(SCOPE_PREFIX)) {
                    grants.addAll(Principal.grants(word.substring(SCOPE_PREFIX.length())));
                }
            }
            return name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)
                    ? Optional.empty()
                    : Optional.of(new Principal(name, grants));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static VerificationKeyResolver resolver(String keys) {
        if (isAddress(keys)) {
            return new HttpsJwksVerificationKeyResolver(new HttpsJwks(keys));
        }
        try {
            return new JwksVerificationKeyResolver(
                    new JsonWebKeySet(Files.readString(Path.of(keys))).getJsonWebKeys());
        } catch (JoseException e) {
            throw new IllegalArgumentException(keys + " is not a JSON Web Key Set", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the keys of tokens in " + keys, e);
        }
    }
}
