package io.millrace.contracts.registry;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.millrace.contracts.schema.ContractException;

/**
 * Limits the time of requests to the registry and translates their failures.
 *
 * @param url
 *            of the registry, for messages
 * @param timeout
 *            for each request, from connecting to the last byte of the response
 */
record RegistryRequests(String url, Duration timeout) {
    private static final int NOT_FOUND = 404;

    /**
     * Waits for one request on a thread that can be abandoned: the timeout of the HTTP client ends with the headers, and a
     * missing body would block the caller forever.
     */
    <T> T answer(Callable<T> request) throws Exception {
        FutureTask<T> answer = new FutureTask<>(request);
        var unused = Thread.ofVirtual().name("contract-registry").start(answer);
        try {
            T answered = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (answered == null) {
                throw new IOException("the response is empty; the server does not seem to be the v3 API of a registry");
            }
            return answered;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (TimeoutException e) {
            throw new IOException("the request had no complete response within " + timeout.toMillis() + " ms", e);
        } finally {
            answer.cancel(true);
        }
    }

    /**
     * As {@link #answer}, for a request that changes nothing: without a response in time it is sent once more, as a busy
     * registry may leave one request without a response and answer the next.
     */
    <T> T read(Callable<T> request) throws Exception {
        try {
            return answer(request);
        } catch (IOException e) {
            if (e instanceof HttpTimeoutException || e.getCause() instanceof TimeoutException) {
                return answer(request);
            }
            throw e;
        }
    }

    /** As {@link #read}; empty when the registry has no such thing. */
    <T> Optional<T> find(Callable<T> request) throws Exception {
        try {
            return Optional.of(read(request));
        } catch (ProblemDetails problem) {
            if (problem.getResponseStatusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /** Translates every failure to {@link RegistryUnavailableException}, except that of a text that is no schema. */
    <T> T call(String attempt, Callable<T> call) {
        try {
            return call.call();
        } catch (ProblemDetails problem) {
            throw new RegistryUnavailableException(attempt, url,
                    new IOException("HTTP " + problem.getResponseStatusCode() + " " + problem.getTitle(), problem));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(attempt, url, e);
        } catch (RegistryUnavailableException | ContractException e) {
            throw e;
        } catch (Exception e) {
            throw new RegistryUnavailableException(attempt, url, cause(e));
        }
    }

    /** The most helpful cause for an operator: the outermost I/O error, else the innermost cause. */
    private static Throwable cause(Throwable e) {
        Throwable cause = e;
        while (!(cause instanceof IOException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
