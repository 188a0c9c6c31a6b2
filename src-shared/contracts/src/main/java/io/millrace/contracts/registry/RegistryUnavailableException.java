package io.millrace.contracts.registry;

/**
 * The registry did not answer, or not with what was asked for. Retryable: what an attempt may have
 * changed, the next one finds.
 */
public class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String attempt, String registry, Throwable cause) {
        super("Could not " + attempt + " at the registry " + registry + " (" + cause
                + "). Check that it runs and that millrace.registry.url names it; the call is safe to repeat.", cause);
    }
}
