package io.millrace.contracts.registry;

/**
 * The registry did not answer, or its answer was unusable. Retryable: the next attempt finds any change that this one made.
 */
public class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String attempt, String registry, Throwable cause) {
        super("Could not " + attempt + " at the registry " + registry + " (" + cause
                + "). Check that it runs and that millrace.registry.url names it; the call is safe to repeat.", cause);
    }
}
