package io.millrace.ingest.http;

import java.security.cert.CertificateEncodingException;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;

import jakarta.inject.Singleton;

import io.millrace.contracts.access.Principal;
import io.millrace.contracts.schema.StreamName;
import io.millrace.ingest.access.CallerCredentials;
import io.millrace.ingest.access.RequestQuotas;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers and checks what they are authorised for: by the head of a request or, for a signed webhook, by
 * its body. No other class reads credentials or grants.
 */
@Singleton
public class Authenticator {
    private static final String BEARER = "bearer ";

    private final CallerCredentials access;
    private final Vertx vertx;

    Authenticator(CallerCredentials access, Vertx vertx) {
        this.access = access;
        this.vertx = vertx;
    }

    /**
     * Authenticates the caller by the head of a request and charges the caller's quota of requests. The sender of a
     * signed webhook stays {@link Principal#UNVERIFIED} until {@link #body}. Fails with a {@link ProblemException}.
     */
    Future<Void> head(RequestContext exchange) {
        if (exchange.request().method() == HttpMethod.OPTIONS) {
            exchange.principal(Principal.UNVERIFIED);
            return Future.succeededFuture();
        }
        return identify(exchange).compose(principal -> {
            exchange.principal(principal);
            return charge(exchange, principal);
        });
    }

    /**
     * Authenticates the sender of a signed webhook by its body, if it has to be, checks the grant that waited for it,
     * and charges the bytes of the body. Throws a {@link ProblemException}.
     *
     * @param stream
     *            the stream that all events of the request go to; null when each event names its own
     */
    void body(RequestContext exchange, byte[] wire, @Nullable StreamName stream) {
        boolean unverified = exchange.principal().equals(Principal.UNVERIFIED);
        if (unverified) {
            HttpServerRequest request = exchange.request();
            exchange.principal(access.webhooks()
                    .signer(request.getHeader("webhook-id"), request.getHeader("webhook-timestamp"),
                            request.getHeader("webhook-signature"), wire)
                    .orElseThrow(Authenticator::unauthenticated));
        }
        if (access.quotas().limited()) {
            access.quotas().bytes(exchange.principal(), wire.length);
        }
        if (unverified && stream != null) {
            requireWrite(exchange, stream.value());
        }
    }

    /** Requires the grant to send events to a stream. The sender of a signed webhook is checked by {@link #body}. */
    static void requireWrite(RequestContext exchange, String stream) {
        require(exchange.principal().equals(Principal.UNVERIFIED) || exchange.principal().mayWrite(stream));
    }

    /** Requires the grant to read about a stream. */
    static void requireRead(RequestContext exchange, String stream) {
        require(exchange.principal().mayRead(stream));
    }

    /** Requires the grant to create, change and delete streams. */
    public static void requireAdmin(RequestContext exchange) {
        require(exchange.principal().isAdmin());
    }

    /** The response is the same whether the stream exists or not. */
    private static void require(boolean granted) {
        if (!granted) {
            throw new ProblemException(Problem.of(ProblemCode.FORBIDDEN_STREAM,
                    "You are not authorised for this operation on this stream"));
        }
    }

    private Future<Principal> identify(RequestContext exchange) {
        if (access.open()) {
            return Future.succeededFuture(Principal.ANYONE);
        }
        HttpServerRequest request = exchange.request();
        String authorization = request.getHeader("Authorization");
        String key = request.getHeader("X-API-Key");
        if (authorization != null && authorization.toLowerCase(java.util.Locale.ROOT).startsWith(BEARER)) {
            String token = authorization.substring(BEARER.length()).strip();
            Optional<Principal> byKey = access.keys().ofKey(token);
            return byKey.isPresent() ? Future.succeededFuture(byKey.get()) : byToken(token);
        }
        Optional<Principal> found = key == null ? certificate(request) : access.keys().ofKey(key);
        if (found.isEmpty() && key == null && request.headers().contains("webhook-id")
                && request.headers().contains("webhook-timestamp") && request.headers().contains("webhook-signature")) {
            found = Optional.of(Principal.UNVERIFIED);
        }
        return found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(unauthenticated()));
    }

    /** Reading a token may wait for its provider: not on the event loop, while the request stands still. */
    private Future<Principal> byToken(String token) {
        return vertx.getOrCreateContext()
                .executeBlocking(() -> access.tokens().flatMap(tokens -> tokens.bearer(token))
                        .orElseThrow(Authenticator::unauthenticated), false);
    }

    private Optional<Principal> certificate(HttpServerRequest request) {
        try {
            return request.isSSL()
                    ? access.keys().ofCertificate(request.sslSession().getPeerCertificates()[0].getEncoded())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateEncodingException none) {
            return Optional.empty();
        }
    }

    private Future<Void> charge(RequestContext exchange, Principal principal) {
        if (!access.quotas().limited()) {
            return Future.succeededFuture();
        }
        RequestQuotas.Standing standing = access.quotas().request(principal);
        long seconds = Math.max(1, standing.patience().plusMillis(999).toSeconds());
        exchange.context().response()
                .putHeader("RateLimit-Policy", "\"" + standing.name() + "\";q=" + standing.limit() + ";w=1")
                .putHeader("RateLimit", "\"" + standing.name() + "\";r=" + standing.remaining() + ";t=" + seconds);
        if (standing.allowed()) {
            return Future.succeededFuture();
        }
        exchange.context().response().putHeader("Retry-After", Long.toString(seconds));
        return Future.failedFuture(new ProblemException(Problem.of(ProblemCode.QUOTA, "The quota of " + standing.name()
                + " is exceeded: " + standing.limit()
                + " per second. Send fewer or smaller requests, or retry later")));
    }

    private static ProblemException unauthenticated() {
        return new ProblemException(Problem.of(ProblemCode.UNAUTHENTICATED,
                "Send an API key in X-API-Key, or an API key or token in Authorization: Bearer"));
    }
}
