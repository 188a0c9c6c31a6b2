package io.millrace.batch.console;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.millrace.batch.operations.CallerKeys;
import io.millrace.batch.operations.RequestRefusedException;
import io.millrace.contracts.access.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of people who signed in with an API key. A session is a random token in a cookie; the key stays here, and is held
 * to the file of keys at each request, so that a key that is removed there ends its sessions.
 */
@Singleton
class ConsoleSessions {
    /** A session ends after this time without a request. */
    static final Duration IDLE = Duration.ofHours(8);
    private static final int MOST = 1_000;
    private static final int TOKEN_BYTES = 32;

    private final CallerKeys keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Kept> sessions = new LinkedHashMap<>();

    ConsoleSessions(CallerKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    private record Kept(String key, String formToken, DryRun dryRun, Instant usedAt) {}

    /**
     * A session.
     *
     * @param user
     *            the caller whose key it is
     * @param formToken
     *            the token that each form of the session carries, so that no other site can send one
     * @param dryRun
     *            the last dry run of a redrive
     */
    record Session(Principal user, String formToken, DryRun dryRun) {}

    /**
     * Begins a session, and ends the oldest when there are too many.
     *
     * @return the token of the cookie
     * @throws RequestRefusedException
     *             when the key is not known
     */
    synchronized String signIn(String key) {
        var unused = keys.caller(key, null);
        Instant now = clock.instant();
        sessions.values().removeIf(kept -> kept.usedAt().plus(IDLE).isBefore(now));
        if (sessions.size() >= MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        String token = token();
        sessions.put(token, new Kept(key, token(), new DryRun(), now));
        return token;
    }

    synchronized void signOut(String token) {
        sessions.remove(token);
    }

    /** The session of a token; empty when it has ended. */
    synchronized Optional<Session> find(@Nullable String token) {
        Kept kept = token == null ? null : sessions.get(token);
        if (token == null || kept == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (kept.usedAt().plus(IDLE).isBefore(now)) {
            sessions.remove(token);
            return Optional.empty();
        }
        try {
            Principal user = keys.caller(kept.key(), null);
            sessions.put(token, new Kept(kept.key(), kept.formToken(), kept.dryRun(), now));
            return Optional.of(new Session(user, kept.formToken(), kept.dryRun()));
        } catch (RequestRefusedException e) { // The key was removed from the file.
            sessions.remove(token);
            return Optional.empty();
        }
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
