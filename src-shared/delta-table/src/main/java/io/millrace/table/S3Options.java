package io.millrace.table;

import java.net.URI;
import java.util.Optional;

/**
 * How S3 is reached. Credentials are never among this: they come from the AWS SDK's default chain, that is from system
 * properties, the environment, the profile file, or the role of the pod or machine.
 *
 * @param endpoint
 *            the server, when it is not AWS's own
 * @param region
 *            the region; without it the default chain tells, or {@code us-east-1} when there is an endpoint
 * @param pathStyle
 *            whether the bucket stands in the path rather than in the host name, as most servers other than AWS want it
 */
public record S3Options(Optional<URI> endpoint, Optional<String> region, boolean pathStyle) {
    /** AWS, with everything from the default chain. */
    public static final S3Options AWS = new S3Options(Optional.empty(), Optional.empty(), false);
}
