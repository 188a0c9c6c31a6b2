package io.millrace.ingest.access;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.ingest.IngestConfig;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who may call this service, as it is configured. */
@ApplicationScoped
public class Access {
    private static final Logger LOG = Logger.getLogger(Access.class);

    private final Security security;
    private final Keys keys;
    private final Webhooks webhooks;
    private final @Nullable Tokens tokens;
    private final Quotas quotas;

    Access(IngestConfig config, Clock clock) {
        IngestConfig.Access access = config.access();
        this.security = config.security();
        this.keys = access.keysFile().map(file -> Keys.in(Path.of(file))).orElseGet(Keys::none);
        this.webhooks = access.webhooksFile().map(file -> Webhooks.in(Path.of(file), clock))
                .orElseGet(() -> Webhooks.none(clock));
        this.tokens = access.tokenKeys().map(set -> new Tokens(set,
                access.tokenIssuer().orElseThrow(() -> missing("token-issuer")),
                access.tokenAudience().orElseThrow(() -> missing("token-audience")))).orElse(null);
        this.quotas = new Quotas(access.requestsPerSecond(),
                access.bytesPerSecond().map(size -> OptionalLong.of(size.asLongValue())).orElse(OptionalLong.empty()),
                System::nanoTime);
    }

    void start(@Observes StartupEvent event) {
        if (security == Security.OPEN) {
            LOG.warn("Everyone who reaches this service may do everything (millrace.ingest.security=open). Set"
                    + " millrace.ingest.security=required and millrace.ingest.access.keys-file where others can reach it");
        }
    }

    /** Whether everyone may do everything. */
    public boolean open() {
        return security == Security.OPEN;
    }

    /** Who has which key or certificate. */
    public Keys keys() {
        return keys;
    }

    /** Who signs webhooks. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** How tokens are read; empty when none are. */
    public Optional<Tokens> tokens() {
        return Optional.ofNullable(tokens);
    }

    /** How much each may send. */
    public Quotas quotas() {
        return quotas;
    }

    private static IllegalArgumentException missing(String key) {
        return new IllegalArgumentException("millrace.ingest.access.token-keys needs millrace.ingest.access." + key);
    }
}
