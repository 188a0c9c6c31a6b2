package io.millrace.batch.operations;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.interval.Intervals;
import io.millrace.contracts.access.ApiKeys;
import io.millrace.contracts.access.Principal;
import io.millrace.contracts.access.ReloadingFile;
import io.quarkus.runtime.StartupEvent;
import org.jspecify.annotations.Nullable;

/** The API keys of operators, in a file of the form that the gateway reads. Without a file every request is refused. */
@Singleton
public class CallerKeys {
    private static final String BEARER = "bearer ";

    private final Optional<ReloadingFile<ApiKeys>> file;

    CallerKeys(BatchServiceConfig config) {
        this.file = config.batch().operations().keysFile()
                .map(path -> new ReloadingFile<>(Path.of(path), ApiKeys::in));
    }

    /** Whether callers are known at all. */
    public boolean isConfigured() {
        return file.isPresent();
    }

    void start(@Observes StartupEvent event, Intervals intervals, BatchServiceConfig config) {
        file.ifPresent(keys -> intervals.every(config.batch().operations().refreshInterval(), "keys of operators",
                keys::look));
    }

    /**
     * The caller whose key is in these headers. Compares with every known key, in the same time for each.
     *
     * @throws RequestRefusedException
     *             when it is no known key
     */
    public Principal caller(@Nullable String apiKey, @Nullable String authorization) {
        ReloadingFile<ApiKeys> keys = file.orElseThrow(() -> new RequestRefusedException(
                OperationsProblem.OPERATIONS_CLOSED,
                "No caller is known here: the operator of the service sets millrace.batch.operations.keys-file"));
        String key = authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : apiKey;
        return Optional.ofNullable(key).flatMap(keys.current()::ofKey).orElseThrow(() -> new RequestRefusedException(
                OperationsProblem.UNAUTHENTICATED, "Send an API key in X-API-Key or in Authorization: Bearer",
                Map.of("WWW-Authenticate", "Bearer")));
    }
}
