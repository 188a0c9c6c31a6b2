package io.millrace.table;

import java.net.URI;
import java.util.Optional;

/**
 * How to connect to S3. Credentials are not part of it: the default chain of the AWS SDK takes them from system properties,
 * the environment, the profile file, or the role of the pod or machine.
 *
 * @param endpoint
 *            the URI of the server; empty for AWS
 * @param region
 *            the region; empty to take it from the default chain, or {@code us-east-1} when there is an endpoint
 * @param pathStyle
 *            whether the bucket is part of the path rather than of the host name, as most servers other than AWS require
 */
public record S3Options(Optional<URI> endpoint, Optional<String> region, boolean pathStyle) {
    /** AWS, with everything from the default chain. */
    public static final S3Options AWS = new S3Options(Optional.empty(), Optional.empty(), false);
}
