package io.millrace.ingest.access;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.contracts.access.ApiKeys;
import io.millrace.contracts.access.ReloadingFile;
import io.millrace.ingest.config.IngestConfig;
import io.millrace.ingest.config.Security;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The configured credentials and quotas of callers. */
@Singleton
public class CallerCredentials {
    private static final Logger LOG = Logger.getLogger(CallerCredentials.class);

    private final Security security;
    private final ScheduledExecutorService executor;
    private final Duration interval;
    private final List<ReloadingFile<?>> files = new ArrayList<>();
    private final Supplier<ApiKeys> keys;
    private final Supplier<WebhookSignatures> webhooks;
    private final Supplier<Optional<BearerTokens>> tokens;
    private final RequestQuotas quotas;
    private @Nullable ScheduledFuture<?> looking;

    CallerCredentials(IngestConfig config, Clock clock, ScheduledExecutorService executor) {
        IngestConfig.Access access = config.access();
        this.security = config.security();
        this.executor = executor;
        this.interval = access.refreshInterval();
        this.keys = access.keysFile().map(file -> reread(file, ApiKeys::in)).orElse(ApiKeys::none);
        this.webhooks = access.webhooksFile().map(file -> reread(file, path -> WebhookSignatures.in(path, clock)))
                .orElse(() -> WebhookSignatures.none(clock));
        this.tokens = access.tokenKeys().map(set -> tokens(set,
                access.tokenIssuer().orElseThrow(() -> missing("token-issuer")),
                access.tokenAudience().orElseThrow(() -> missing("token-audience")))).orElse(Optional::empty);
        this.quotas = new RequestQuotas(access.requestsPerSecond().map(OptionalLong::of).orElse(OptionalLong.empty()),
                access.bytesPerSecond().map(size -> OptionalLong.of(size.asLongValue())).orElse(OptionalLong.empty()),
                System::nanoTime);
    }

    void start(@Observes StartupEvent event) {
        if (security == Security.OPEN) {
            LOG.warn("Every caller is authorised for everything (millrace.ingest.security=open). "
                    + "Where others can reach this service, set millrace.ingest.security=required and "
                    + "millrace.ingest.access.keys-file");
        }
        looking = executor.scheduleWithFixedDelay(() -> files.forEach(ReloadingFile::look), interval.toMillis(),
                interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    private <T> Supplier<T> reread(String file, Function<Path, T> reading) {
        ReloadingFile<T> reread = new ReloadingFile<>(Path.of(file), reading);
        files.add(reread);
        return reread::current;
    }

    private Supplier<Optional<BearerTokens>> tokens(String set, String issuer, String audience) {
        if (BearerTokens.isAddress(set)) {
            // The resolver of the tokens reloads its keys.
            Optional<BearerTokens> fixed = Optional.of(new BearerTokens(set, issuer, audience));
            return () -> fixed;
        }
        return reread(set, path -> Optional.of(new BearerTokens(path.toString(), issuer, audience)));
    }

    /** Whether everyone may do everything. */
    public boolean open() {
        return security == Security.OPEN;
    }

    /** The callers by key and by certificate. */
    public ApiKeys keys() {
        return keys.get();
    }

    /** The callers that sign webhooks. */
    public WebhookSignatures webhooks() {
        return webhooks.get();
    }

    /** How tokens are read; empty when none are. */
    public Optional<BearerTokens> tokens() {
        return tokens.get();
    }

    /** How much each may send. */
    public RequestQuotas quotas() {
        return quotas;
    }

    private static IllegalArgumentException missing(String key) {
        return new IllegalArgumentException("millrace.ingest.access.token-keys needs millrace.ingest.access." + key);
    }
}
