package io.millrace.table.internal.storage;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.table.S3Options;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** S3 clients, one for each set of options and for the life of the process: a client caches credentials and connections. */
public final class S3Clients {
    private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(3), Duration.ofSeconds(10),
            Duration.ofSeconds(20), Duration.ofSeconds(60));
    private static final Map<S3Options, S3Client> CLIENTS = new ConcurrentHashMap<>();

    /**
     * Time limits of requests.
     *
     * @param connect
     *            to accept a connection
     * @param silence
     *            between two bytes
     * @param attempt
     *            for one request
     * @param call
     *            for a request with all its repetitions
     */
    record Timeouts(Duration connect, Duration silence, Duration attempt, Duration call) {}

    private S3Clients() {}

    public static S3Client of(S3Options options) {
        return CLIENTS.computeIfAbsent(options, o -> connect(o, TIMEOUTS));
    }

    static S3Client connect(S3Options options, Timeouts timeouts) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(timeouts.connect())
                        .socketTimeout(timeouts.silence()))
                .forcePathStyle(options.pathStyle())
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(timeouts.attempt())
                        .apiCallTimeout(timeouts.call()).addExecutionInterceptor(new StraightAway()));
        options.endpoint().ifPresent(endpoint -> builder.endpointOverride(endpoint).region(Region.US_EAST_1));
        options.region().ifPresent(region -> builder.region(Region.of(region)));
        return builder.build();
    }

    /** Request bodies are small: waiting for "100 Continue" would double the round trips of a commit. */
    private static final class StraightAway implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().copy(request -> request.removeHeader("Expect"));
        }
    }
}
